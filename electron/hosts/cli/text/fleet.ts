import { AppError } from '../../../../shared/errors.ts';
import { errorData, type Language, type Translate } from '../../../../shared/messages/index.ts';
import type { FleetReport, FleetVehicle } from '../../../../shared/model/index.ts';
import { visible } from '../../../../shared/visible.ts';
import { countsOf, headline, problemOf } from '../../../engine/fleet/summary.ts';
import { adviceText, placementText } from './placement.ts';
import { table } from './table.ts';

/** The document of `fleet` and what is below it. Its names are fixed: other tools read it. */
export function fleetDocument(report: FleetReport, t: Translate): object {
  const { vehicles, ...rest } = report;
  return {
    ...rest,
    counts: Object.fromEntries(countsOf(report)),
    vehicles: vehicles.map(({ error, ...each }) => ({ ...each, error: error && errorOf(error, t) })),
  };
}

function errorOf({ code, params }: NonNullable<FleetVehicle['error']>, t: Translate): object {
  const { message, hint } = errorData(new AppError(code, params), t);
  return { code, message, hint, details: params };
}

/** Vehicles of one kind on the screen; the summary has them all. */
const mostLines = 30;

/** The same for a person: how many are where, what waits for somebody, where the rest stands. */
export function fleetText(report: FleetReport, t: Translate, language: Language): string {
  const { vehicles, ignored, gone, jobs, views, placement, summary } = report;
  const columns = ['status', 'count'].map((name) => t(`fleet.columns.${name}`));
  const open = vehicles.filter(({ exit }) => exit !== 0);
  const more = open.length - mostLines;
  return [
    headline(report, t),
    '',
    table(
      columns,
      countsOf(report).map(([status, n]) => [t(`fleet.statuses.${status}`), n]),
      language,
    ),
    ...(open.length === 0 ? [] : ['', t('fleet.open')]),
    ...open.slice(0, mostLines).map((vehicle) => {
      const status = t(`fleet.statuses.${vehicle.status}`);
      return `  ${visible(vehicle.vehicle)}: ${status}. ${problemOf(vehicle, t)}`.trimEnd();
    }),
    ...(more > 0 ? [`  ${t('fleet.more', { count: more })}`] : []),
    ...(gone.length === 0 ? [] : ['', t('fleet.gone')]),
    ...gone
      .slice(0, mostLines)
      .map(({ vehicle, schema, run }) => `  ${visible(vehicle)} (${visible(schema)}, ${run})`),
    '',
    ...(ignored.length === 0 ? [] : [t('fleet.ignored', { names: ignored.map(visible).join(', ') })]),
    ...(jobs === null ? [] : [t(`fleet.jobs.${jobs.limit}`, { count: jobs.jobs })]),
    ...viewLines(views, t),
    ...(placement === null
      ? []
      : ['', ...placementText(placement, t, language), ...adviceText(placement, t)]),
    ...(summary === null ? [] : [t('fleet.summary', { path: summary })]),
  ].join('\n');
}

function viewLines(views: FleetReport['views'], t: Translate): string[] {
  if (views === null || views.status === 'none') return [];
  const reason = views.reason ?? '';
  if (views.status !== 'made') return [t(`fleet.views.${views.status}`, { reason })];
  const { locks, role, placed } = views;
  return [
    t('fleet.views.made', { count: views.vehicles }),
    role === null
      ? t('fleet.views.noRole', { reason })
      : t(placed ? 'citus.role' : 'fleet.views.role', { role }),
    ...(placed ? [t('citus.views')] : []),
    ...(locks !== null && locks.needed > locks.room
      ? [t('fleet.views.locks', { needed: locks.needed, room: locks.room })]
      : []),
  ];
}
