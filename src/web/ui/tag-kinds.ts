// The kinds of tags in order, each with the key of the phrase for its plural.
import type { TagKind } from '../../model.js';

export const TAG_KINDS: [TagKind, 'companies' | 'models' | 'people' | 'topics'][] = [
  ['company', 'companies'],
  ['model', 'models'],
  ['person', 'people'],
  ['topic', 'topics'],
];
