// The kinds of tags: their order, and which phrase of a page names several of one.
import type { TagKind } from '../../model.js';

export const TAG_KINDS: [TagKind, 'companies' | 'models' | 'people' | 'topics'][] = [
  ['company', 'companies'],
  ['model', 'models'],
  ['person', 'people'],
  ['topic', 'topics'],
];
