// The tags and recaps that the search offers: the same for all searches until something is published.
import { readByVersion } from '../../store/database/version-memo.js';
import { listRecaps } from '../../store/issue-recaps.js';
import { findArchiveVersion } from '../../store/search/index-bullets.js';
import { listTags } from '../../store/tags.js';

const MAX_TAGS_PER_KIND = 500;

/** The most frequent tags of each kind, the most frequent first over all kinds. */
export const readFrequentTags = readByVersion(findArchiveVersion, async (db) =>
  (await listTags(db, MAX_TAGS_PER_KIND)).toSorted((a, b) => b.issues - a.issues),
);

/** Titles of the newest issues' recaps. */
export const readRecaps = readByVersion(findArchiveVersion, listRecaps);
