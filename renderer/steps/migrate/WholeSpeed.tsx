import { Text } from '@mantine/core';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { rateText } from '../../i18n/rate.ts';
import { stageName } from '../../i18n/stage.ts';
import type { Speed, SpeedBand } from '../../state/speed.ts';
import { useWizard } from '../../state/use.ts';

const height = 56;

/** The speed from the beginning to now, in one line: every stage that takes its time, one after another. */
export function WholeSpeed({ job }: { job: JobSnapshot }) {
  const text = useText();
  const { t } = text;
  const speed = useWizard((state) => (state.speed?.job === job.id ? state.speed : null));
  if (!speed) return null;
  const { bands } = speed;
  const end = Math.max(job.seconds, bands.at(-1)?.to ?? 0);
  const said = bands.map((band) =>
    t('wizard.way.speedOf', {
      stage: t(stageName(job.kind, band.stage)),
      rate: rateText(averageOf(band), band.unit, text),
    }),
  );
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {t('wizard.way.speed')}
      </Text>
      <div className="speed" role="img" aria-label={`${t('wizard.way.speed')}. ${said.join('; ')}`}>
        <svg width="100%" height={height} viewBox={`0 0 ${end} ${height}`} preserveAspectRatio="none">
          <title>{said.join('\n')}</title>
          {bands.map((band) => (
            <g key={band.from}>
              <rect className="speedBand" x={band.from} width={band.to - band.from} height={height} />
              <polyline points={pointsOf(band, mostOf(speed, band.unit))} />
            </g>
          ))}
        </svg>
        <div className="speedStages" aria-hidden="true">
          {bands.map((band) => (
            <Text
              key={band.from}
              component="span"
              size="xs"
              c="dimmed"
              className="cut"
              style={{
                insetInlineStart: `${(band.from / end) * 100}%`,
                width: `${((band.to - band.from) / end) * 100}%`,
              }}
            >
              {t(stageName(job.kind, band.stage))}
            </Text>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Stages that count the same have the same scale: a row loaded and a row compared stand beside each other. */
function mostOf({ bands }: Speed, unit: SpeedBand['unit']): number {
  const same = bands.filter((band) => band.unit === unit).flatMap(({ points }) => points);
  return same.reduce((most, { rate }) => Math.max(most, rate), 1);
}

function pointsOf({ from, points }: SpeedBand, most: number): string {
  const y = (rate: number): number => height - 4 - (rate / most) * (height - 8);
  const first = points[0] ? [{ ...points[0], seconds: from }] : [];
  return [...first, ...points].map(({ seconds, rate }) => `${seconds},${y(rate)}`).join(' ');
}

function averageOf({ points }: SpeedBand): number {
  return points.reduce((sum, { rate }) => sum + rate, 0) / points.length;
}
