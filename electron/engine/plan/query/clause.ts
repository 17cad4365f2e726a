/** How a clause is called where it is refused, such as ORDER BY in lower case. */
export function clauseName({ type }: { type: string }): string {
  return type.replace('_clause', '').replaceAll('_', ' ');
}
