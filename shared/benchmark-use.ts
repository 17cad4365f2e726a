/**
 * How often an hour of use puts each of the benchmark's questions, with one person in front of the application: lists that
 * are open are asked for every five seconds, the channels of a relay screen every ten, the latest values whenever a screen
 * is opened or comes back (every thirty), pages with telemetry and events of a day now and then, reports a few times. Set
 * by hand after what the application's pages show, not measured: whoever uses it otherwise weighs it otherwise.
 */
export const usesPerHour: Readonly<Record<string, number>> = {
  devicesOnline: 720,
  deviceList: 720,
  eventsPage: 720,
  activeChannels: 360,
  latestValues: 120,
  deviceHour: 12,
  eventsOfDay: 12,
  eventSearch: 6,
  telemetryMeans: 4,
  deviceMonth: 2,
};
