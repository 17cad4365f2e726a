import type { Certificate, Stage } from '../../../../shared/model/index.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { facts } from './parts.ts';

/** In the order in which a run goes through them. */
export const stages: readonly Stage[] = [
  'snapshot',
  'audit',
  'plan',
  'prepare',
  'export',
  'load',
  'indexes',
  'validate',
  'certificate',
];

/** How long each stage took, resumed attempts included. */
export function times(c: Certificate, f: Format): Html {
  const t = (key: string, params = {}) => f.text(`times.${key}`, params);
  const duration = (stage: Stage | 'total') => {
    const seconds = c.seconds[stage];
    return seconds === undefined ? null : f.duration(seconds);
  };
  const speed = c.rowsPerSecond === null ? null : t('rowsPerSecond', { count: c.rowsPerSecond });
  return html`<section>
<h2>${t('title')}</h2>
${facts([
  ...stages.map((stage): [string, string | null] => [f.t(`stages.${stage}`), duration(stage)]),
  [t('total'), duration('total')],
  [t('speed'), speed],
  [t('memory'), c.peakRssMiB > 0 ? t('mebibytes', { count: c.peakRssMiB }) : null],
])}
</section>`;
}
