import { wayBackText } from '../../../../shared/messages/way-back-drill.ts';
import type { Certificate } from '../../../../shared/model/index.ts';
import type { Format } from '../format.ts';
import { type Html, html } from '../markup.ts';
import { facts } from './parts.ts';

/** What a rehearsal says of the real migration. */
export function prediction({ prediction: p }: Certificate, f: Format): Html | null {
  if (!p) return null;
  const t = (key: string, params = {}) => f.t(`rehearsal.${key}`, params);
  const { seconds, bandwidth } = p;
  const parts = (['snapshot', 'audit', 'load', 'indexes', 'validate'] as const).map(
    (stage) => `${f.t(`stages.${stage}`)} ${f.duration(seconds[stage])}`,
  );
  const rate = (bytes: number) => t('perSecond', { size: f.size(bytes) });
  return html`<section>
<h2>${t('heading')}</h2>
<p>${t('headingText')}</p>
${facts([
  [t('facts.time'), html`<strong>${f.duration(seconds.total)}</strong> (${parts.join(', ')})`],
  [t('facts.downtime'), t('facts.downtimeText', { time: f.duration(p.downtimeSeconds) })],
  [t('facts.short'), t('facts.shortText', { time: f.duration(p.shortDowntimeSeconds) })],
  [t('facts.database'), f.size(p.databaseBytes)],
  [t('facts.disk'), f.size(p.diskBytes)],
  [
    t('facts.bandwidth'),
    bandwidth === null
      ? t('notMeasured')
      : t('facts.bandwidthText', {
          up: rate(bandwidth.up),
          down: rate(bandwidth.down),
          latency: f.number(bandwidth.latencyMs),
        }),
  ],
  ...(p.wayBack ? [[t('facts.wayBack'), wayBackText(p.wayBack, f.t)] as [string, string]] : []),
])}
</section>`;
}
