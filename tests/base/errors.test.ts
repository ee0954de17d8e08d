import { expect, test } from 'vitest';
import { adviceOn } from '../../src/base/errors.js';

test('a package built for another Node is not reported as a path problem', () => {
  let refused: unknown;
  try {
    process.dlopen({ exports: {} }, 'package.json');
  } catch (error) {
    refused = error;
  }
  expect(adviceOn(refused)).toContain('npm rebuild');
});
