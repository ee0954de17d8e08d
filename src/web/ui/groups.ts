// Grouping a list under headings.

/** Groups neighbouring values that share a label; the order stays. */
export function groupBy<T>(values: T[], labelOf: (value: T) => string): { label: string; values: T[] }[] {
  const groups: { label: string; values: T[] }[] = [];
  for (const value of values) {
    const label = labelOf(value);
    const open = groups.at(-1);
    if (open?.label === label) open.values.push(value);
    else groups.push({ label, values: [value] });
  }
  return groups;
}
