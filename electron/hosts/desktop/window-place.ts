import { readFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import { z } from 'zod';

/** What is remembered of the window from one start to the next. */
export interface WindowPlace {
  /** Where it is when it is not maximised; null where the system shall choose. */
  bounds: Rectangle | null;
  maximized: boolean;
  /** Chromium's level: 0 is 100 %, each step is a fifth more or less. */
  zoom: number;
}

export const usualSize = { width: 1280, height: 800 };
export const leastSize = { width: 800, height: 600 };
export const zoomLimits = { least: -3, most: 5 };

const pixel = z.int().min(-100_000).max(100_000);
const size = z.int().min(1).max(100_000);
const shape = z.object({
  bounds: z.object({ x: pixel, y: pixel, width: size, height: size }),
  maximized: z.boolean(),
  zoom: z.number().min(zoomLimits.least).max(zoomLimits.most),
});

/** A file that is missing or damaged is no reason not to start: the usual window is as good. */
export function readPlace(file: string): WindowPlace {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { bounds: null, maximized: false, zoom: 0 };
  }
}

/**
 * Where a window can be seen on the displays that there are now: on the one that shows most of it, no larger than that
 * and wholly on it. Null when none shows any of it, because that display is no longer there.
 * @param areas of the displays, without task bars and docks.
 */
export function placeOn(areas: readonly Rectangle[], bounds: Rectangle): Rectangle | null {
  const shown = (area: Rectangle): number =>
    overlap(area.x, area.width, bounds.x, bounds.width) *
    overlap(area.y, area.height, bounds.y, bounds.height);
  const [best] = areas.toSorted((a, b) => shown(b) - shown(a));
  if (!best || shown(best) === 0) return null;
  const width = Math.min(Math.max(bounds.width, leastSize.width), best.width);
  const height = Math.min(Math.max(bounds.height, leastSize.height), best.height);
  return {
    x: Math.min(Math.max(bounds.x, best.x), best.x + best.width - width),
    y: Math.min(Math.max(bounds.y, best.y), best.y + best.height - height),
    width,
    height,
  };
}

function overlap(a: number, aSize: number, b: number, bSize: number): number {
  return Math.max(0, Math.min(a + aSize, b + bSize) - Math.max(a, b));
}
