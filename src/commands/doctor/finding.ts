// One finding in doctor's report.

export interface Finding {
  level: 'ok' | 'note' | 'problem';
  what: string;
  /** How to fix it. */
  hint?: string;
}
