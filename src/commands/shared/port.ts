// Ports on the command line.
import { UserError } from '../../base/errors.js';

/** Throws a UserError for what is not a port. 0: any that is free. */
export function parsePort(value: string | number): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new UserError('--port is a number from 0 to 65535');
}
