/** Points of a chart: units a second, evenly spaced. */
export interface Rates {
  points: { seconds: number; rate: number }[];
  /** Seconds between two points; doubles whenever the chart is full. */
  every: number;
  /** Where the point in the making began. */
  since: { seconds: number; done: number };
}

const mostPoints = 240;

/** @param seconds since the stage began; @param done units until then. */
export function beginRates(seconds: number, done: number): Rates {
  return { points: [], every: 1, since: { seconds, done } };
}

/** Adds what was done until now. A point is made of the time since the last one, so no unit counts twice. */
export function addRate(rates: Rates, seconds: number, done: number): Rates {
  const { points, every, since } = rates;
  const passed = seconds - since.seconds;
  if (passed < every) return rates;
  const point = { seconds, rate: Math.max(0, (done - since.done) / passed) };
  const next = { points: [...points, point], every, since: { seconds, done } };
  return next.points.length < mostPoints ? next : thinned(next);
}

/** Two points become one, so that the chart always covers the whole stage. */
function thinned({ points, every, since }: Rates): Rates {
  const half = points.flatMap((point, i) => {
    const before = points[i - 1];
    return i % 2 === 1 && before ? [{ seconds: point.seconds, rate: (before.rate + point.rate) / 2 }] : [];
  });
  return { points: half, every: every * 2, since };
}
