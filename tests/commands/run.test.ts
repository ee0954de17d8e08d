import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../../src/commands/run.js';
import { newFolder } from '../fixtures/cli.js';
import { runCommand } from '../fixtures/publication.js';

test('a sample run in a folder with its own sources.yaml explains how to view the issue', async () => {
  const folder = newFolder();
  writeFileSync(
    join(folder, 'sources.yaml'),
    'publication: { name: T }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["http://127.0.0.1:9/f"] }\n',
  );
  const { text } = await runCommand(command, folder, [], { sample: true, json: false });
  expect(text).toContain('tidings serve --dir sample');
});
