import { Text } from '@mantine/core';
import { useText } from '../i18n/format.ts';

/** What stands at an end of the way. */
interface WayEnd {
  name: string;
  /** Size, schema: what is said of it in small. */
  detail: string | null;
}

export interface WayProps {
  file: WayEnd;
  place: WayEnd & { kind: 'server' | 'folder' };
  /** How far it is, from 0 to 1; null where nothing is on its way. */
  part?: number | null;
  moving?: boolean;
  done?: boolean;
}

/** From the file to PostgreSQL, drawn; names of any length are cut, and whole in the words that are read aloud. */
export function Way({ file, place, part = null, moving = false, done = false }: WayProps) {
  const { t, percent } = useText();
  const far = done ? 1 : part;
  const said = far === null || done ? null : percent(Math.floor(far * 100), 100);
  const state = done ? 'done' : said === null ? 'still' : 'part';
  const label = t(`wizard.way.${state}`, { file: inWords(file), place: inWords(place), part: said ?? '' });
  return (
    <div className="way" role="img" aria-label={label} data-moving={moving}>
      <End end={file} path="M11 4h17l9 9v31H11z M28 4v9h9 M17 22h14 M17 29h14 M17 36h9" />
      <Arrow part={far} text={said} />
      <End
        end={place}
        path={
          place.kind === 'folder'
            ? 'M5 12h14l4 5h20v23H5z'
            : 'M8 11a16 6 0 0 1 32 0a16 6 0 0 1-32 0v26a16 6 0 0 0 32 0V11 M8 20a16 6 0 0 0 32 0 M8 29a16 6 0 0 0 32 0'
        }
      />
    </div>
  );
}

function inWords({ name, detail }: WayEnd): string {
  return detail === null ? name : `${name} (${detail})`;
}

function End({ end: { name, detail }, path }: { end: WayEnd; path: string }) {
  return (
    <div className="wayEnd">
      <svg width={40} height={40} viewBox="0 0 48 48" aria-hidden="true">
        <path d={path} />
      </svg>
      <div style={{ minWidth: 0 }}>
        <Text component="span" fw={650} className="cut" title={name}>
          {name}
        </Text>
        {detail !== null && (
          <Text component="span" size="sm" c="dimmed" className="cut" title={detail}>
            {detail}
          </Text>
        )}
      </div>
    </div>
  );
}

/** Lengths are parts of the width, so that no text is stretched with them. */
function Arrow({ part, text }: { part: number | null; text: string | null }) {
  return (
    <svg className="wayArrow" width="100%" height={40} aria-hidden="true">
      <line x1="2" x2="100%" y1="24" y2="24" />
      {part !== null && <line className="wayGone" x1="2" x2={`${part * 100}%`} y1="24" y2="24" />}
      <svg x="100%" overflow="visible" aria-hidden="true">
        <path className={part === 1 ? 'wayGone' : ''} d="M-9 16 l8 8 l-8 8" />
      </svg>
      <text x="50%" y="14" textAnchor="middle">
        {text}
      </text>
    </svg>
  );
}
