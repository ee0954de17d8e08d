// The tags and recaps that the search form offers. They change only when something is published.
import { readByVersion } from '../../store/database/version-memo.js';
import { listRecaps } from '../../store/issue-recaps.js';
import { findArchiveVersion } from '../../store/search/index-bullets.js';
import { listTags } from '../../store/tags.js';

const MAX_TAGS_PER_KIND = 500;

/** The most frequent tags of each kind, in one list with the most frequent first. */
export const readFrequentTags = readByVersion(findArchiveVersion, async (db) =>
  (await listTags(db, MAX_TAGS_PER_KIND)).toSorted((a, b) => b.issues - a.issues),
);

/** Titles of the newest issues' recaps. */
export const readRecaps = readByVersion(findArchiveVersion, listRecaps);
