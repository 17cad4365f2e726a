/**
 * Powers of ten from below the least value to at least the largest, for a logarithmic axis: a bar needs a length, also
 * the shortest. Values that are not above zero are left out.
 */
export function powersAround(values: readonly (number | undefined)[]): number[] {
  const powers = values.flatMap((value) => (value !== undefined && value > 0 ? [Math.log10(value)] : []));
  if (powers.length === 0) return [0.1, 1];
  const least = Math.ceil(Math.min(...powers)) - 1;
  const most = Math.max(Math.ceil(Math.max(...powers)), least + 1);
  return Array.from({ length: most - least + 1 }, (_, i) => 10 ** (least + i));
}
