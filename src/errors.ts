// The one class of error that a user can mend.

/** Printed as `✗ message` with the hint under it, exit code 1. Anything else is a defect: stack, exit code 2. */
export class UserError extends Error {
  override name = 'UserError';
  constructor(
    message: string,
    /** What the user can do about it. */
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The message of whatever was thrown, on one line. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, ' ').trim() || 'unknown error';
}
