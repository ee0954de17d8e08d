// One line of doctor's report.

export interface Finding {
  level: 'ok' | 'note' | 'problem';
  what: string;
  /** The way out. */
  hint?: string;
}
