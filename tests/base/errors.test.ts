import { expect, test } from 'vitest';
import { adviceOn } from '../../src/base/errors.js';

test('a package that was built for another Node is no matter of paths', () => {
  let refused: unknown;
  try {
    process.dlopen({ exports: {} }, 'package.json');
  } catch (error) {
    refused = error;
  }
  expect(adviceOn(refused)).toContain('npm rebuild');
});
