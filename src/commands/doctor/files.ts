// Doctor's checks of file permissions and of files left over from interrupted commands.
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { isProcessIdTaken } from '../../base/process-owner.js';
import type { Context } from '../../context.js';
import type { Repair } from './repairs.js';

export function inspectFiles({ config }: Context): Repair[] {
  const findings: Repair[] = [];
  // Windows has no such permissions.
  if (process.platform !== 'win32') findings.push(...inspectRights(config));
  const folder = dirname(config.database);
  if (!isAbsolute(config.database) || !existsSync(folder)) return findings;
  const leftovers = readdirSync(folder).filter(isLeftOver);
  if (leftovers.length > 0)
    findings.push({
      level: 'note',
      what: `Left over from an interrupted backup or restore: ${leftovers.join(', ')}`,
      fix: {
        what: 'removes it',
        run: async () => {
          for (const name of leftovers) rmSync(join(folder, name));
          return 'removed';
        },
      },
    });
  return findings;
}

function inspectRights({ dir, database }: Context['config']): Repair[] {
  const findings: Repair[] = [];
  const secrets = join(dir, '.env');
  const mode = rightsOf(secrets);
  if (mode !== undefined && mode & 0o077)
    findings.push({
      level: 'problem',
      what: `Other users of this machine can read ${secrets}, which contains your keys`,
      fix: setPermissions(secrets, 0o600),
    });
  const folder = dirname(database);
  const open = isAbsolute(database) ? rightsOf(folder) : undefined;
  if (open !== undefined && open & 0o007)
    findings.push({
      level: 'note',
      what: `Every user of this machine can read ${folder}, which contains your readers' addresses`,
      fix: setPermissions(folder, open & ~0o007),
    });
  return findings;
}

function setPermissions(path: string, mode: number): Repair['fix'] {
  const shown = mode.toString(8);
  return {
    what: `sets its permissions to ${shown}`,
    run: async () => {
      chmodSync(path, mode);
      return `its permissions are now ${shown}`;
    },
  };
}

function rightsOf(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && stat.mode & 0o777;
}

/** Whether the file is named `NAME.PID.partial` and no such process is running. */
function isLeftOver(name: string): boolean {
  const pid = Number(/\.(\d+)\.partial$/.exec(name)?.[1]);
  return pid > 0 && !isProcessIdTaken(pid);
}
