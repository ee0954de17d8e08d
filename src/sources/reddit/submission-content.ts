// Reads the content of a Reddit submission: text, poll, pictures and links. A crosspost has its original's content.
import { oneLine } from '../../base/text.js';
import { canonicalUrl, parseHttpUrl } from '../../base/url.js';
import type { Media } from '../../model.js';
import { cleanText, markdownUrls, plainMarkdown } from '../http/markdown.js';
import {
  isRemovedThing,
  REDDIT_SITE,
  readThingNumber,
  readThingText,
  recordOf,
  type Thing,
} from './thing.js';

export interface SubmissionContent {
  /** The author of the text; for a crosspost, the original's author. */
  author: string;
  /** Plain text, including lines for poll options and gallery captions. */
  text: string;
  /** Canonical addresses. */
  links: string[];
  media: Media[];
}

const MAX_MEDIA = 4;
const MAX_OPTIONS = 10;
const MAX_CAPTIONS = 20;

export function contentOf(thing: Thing): SubmissionContent {
  const own = readContent(thing);
  const original = originalOf(thing);
  if (!original) return own;
  const theirs = readContent(original);
  return {
    author: own.text || !theirs.text ? own.author : theirs.author,
    text: own.text || theirs.text,
    links: [...new Set([...own.links, ...theirs.links])],
    media: own.media.length > 0 ? own.media : theirs.media,
  };
}

/** The original of a crosspost; undefined if it was removed. */
export function originalOf(thing: Thing): Thing | undefined {
  const [first] = arrayOf(thing.crosspost_parent_list);
  const original = recordOf(first);
  return readThingText(original.id) && !isRemovedThing(original, original.selftext) ? original : undefined;
}

function readContent(thing: Thing): SubmissionContent {
  const selftext = readThingText(thing.selftext);
  const captions = galleryOf(thing).flatMap(({ caption }) => (caption ? [`- ${caption}`] : []));
  // The poll's text replaces Reddit's link to it.
  const words = plainMarkdown(selftext.replace(/\[View Poll\]\([^)\s]*\)/gi, ''));
  return {
    author: readThingText(thing.author),
    text: [words, pollOf(thing), captions.slice(0, MAX_CAPTIONS).join('\n')].filter(Boolean).join('\n\n'),
    links: linksOf(thing, selftext),
    media: mediaOf(thing),
  };
}

function linksOf(thing: Thing, selftext: string): string[] {
  const outbound = thing.is_self === true || isRedditMedia(thing) ? [] : [outboundUrl(thing)];
  const pictured = galleryOf(thing).map(({ link }) => link);
  const written = [...outbound, ...pictured, ...markdownUrls(selftext)].filter(
    (link) => !/\/poll\/\w+\/?$/.test(link),
  );
  // Writers and Reddit omit the host: `/r/name/wiki`.
  const absolute = written.map((link) => (link ? parseHttpUrl(link, REDDIT_SITE)?.href : undefined));
  return [...new Set(absolute.flatMap((link) => canonicalUrl(link) ?? []))];
}

/** The poll's options with their votes, best first. Reddit hides the votes of a running poll. */
function pollOf(thing: Thing): string {
  const poll = recordOf(thing.poll_data);
  const options = arrayOf(poll.options)
    .map(recordOf)
    .map((option) => ({
      text: oneLine(cleanText(readThingText(option.text))),
      votes: readThingNumber(option.vote_count),
    }))
    .filter((option) => option.text)
    .sort((a, b) => (b.votes ?? 0) - (a.votes ?? 0));
  if (options.length === 0) return '';
  const total = readThingNumber(poll.total_vote_count);
  const lines = options
    .slice(0, MAX_OPTIONS)
    .map(({ text, votes }) => `- ${text}${votes === undefined ? '' : `: ${votes}`}`);
  return [`Poll${total ? ` (${total} votes)` : ''}:`, ...lines].join('\n');
}

interface Picture {
  url: string;
  caption: string;
  /** The page that the picture links to; may be empty. */
  link: string;
}

/** The pictures in display order. */
function galleryOf(thing: Thing): Picture[] {
  const metadata = recordOf(thing.media_metadata);
  const items = arrayOf(recordOf(thing.gallery_data).items).map(recordOf);
  const ordered = items.length > 0 ? items : Object.keys(metadata).map((media_id): Thing => ({ media_id }));
  return ordered.map((item) => {
    const source = recordOf(recordOf(metadata[readThingText(item.media_id)]).s);
    return {
      url: cleanText(readThingText(source.u) || readThingText(source.gif) || readThingText(source.mp4)),
      caption: oneLine(cleanText(readThingText(item.caption))),
      link: readThingText(item.outbound_url),
    };
  });
}

function mediaOf(thing: Thing): Media[] {
  const url = outboundUrl(thing);
  const video = readThingText(recordOf(recordOf(thing.media).reddit_video).fallback_url);
  const isImage = /\.(?:png|jpe?g|gif|webp)$/i.test(parseHttpUrl(url)?.pathname ?? '');
  const all: Media[] = video
    ? [{ type: 'video', url: video }]
    : isImage
      ? [{ type: 'image', url }]
      : galleryOf(thing).map((picture) => ({
          type: 'image',
          url: picture.url,
          ...(picture.caption && { alt: picture.caption }),
        }));
  return all.filter((medium) => parseHttpUrl(medium.url)).slice(0, MAX_MEDIA);
}

const outboundUrl = (thing: Thing) => readThingText(thing.url_overridden_by_dest) || readThingText(thing.url);

function isRedditMedia(thing: Thing): boolean {
  return /^https?:\/\/(?:[iv]\.redd\.it|(?:www\.)?reddit\.com\/gallery)\//i.test(outboundUrl(thing));
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
