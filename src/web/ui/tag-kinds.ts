// The kinds of tags in the order and with the words that readers see.
import type { TagKind } from '../../model.js';

export const TAG_KINDS: [TagKind, string][] = [
  ['company', 'Companies'],
  ['model', 'Models'],
  ['person', 'People'],
  ['topic', 'Topics'],
];
