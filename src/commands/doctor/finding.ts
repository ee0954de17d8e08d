// One finding in doctor's report.

export interface Finding {
  level: 'ok' | 'note' | 'problem';
  what: string;
  /** How to fix it. */
  hint?: string;
  /** The operator's page where the hint can be followed. */
  page?: 'today' | 'runs' | 'deliveries' | 'sources';
}
