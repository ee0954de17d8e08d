// The kinds of tags: their order and their labels.
import type { TagKind } from '../../model.js';

export const TAG_KINDS: [TagKind, string][] = [
  ['company', 'Companies'],
  ['model', 'Models'],
  ['person', 'People'],
  ['topic', 'Topics'],
];
