import "node:module";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { eld } from "eld/extrasmall";
import "node:path";
import { z } from "zod";
import "yaml";
import { parse } from "tldts";
import "node:crypto";
import "temporal-polyfill";
// src/base/language/detect.ts
eld.setLanguageSubset("ar cs da de en es fi fr hi it ja ko nl no pl pt ru sv tr uk zh".split(" "));
/** Fewer words than this, names and addresses aside, show no language in Latin letters. */
const MIN_WORDS$1 = 4;
/** The likeliest language must lead the next one by this much of its score. */
const MIN_LEAD = .05;
/** The language of a text as a two-letter code (ISO 639-1), or undefined where the text is too short or unclear. */
function detectLanguage(text) {
	const plain = text.replace(/https?:\/\/\S+|[@#]\w+|\S*\d\S*/g, " ").slice(0, 2e3);
	const letters = plain.match(/\p{L}/gu)?.length ?? 0;
	if (letters === 0) return void 0;
	const isLatin = (plain.match(/\p{Script=Latin}/gu)?.length ?? 0) > letters / 2;
	if (isLatin && (plain.match(/\p{L}{2,}/gu)?.length ?? 0) < MIN_WORDS$1) return void 0;
	const result = eld.detect(plain);
	const [best = 0, next = 0] = Object.values(result.getScores());
	if (!result.isReliable() || isLatin && best - next < MIN_LEAD * best) return void 0;
	return result.language || void 0;
}
// src/base/text.ts
/** One line: runs of white space and control characters become one space. */
function oneLine(text) {
	return text.replace(SPACES, " ").trim();
}
const SPACES = / [\s\u0000-\u001f\u007f-\u009f\u200b\u2060\ufeff]+|(?! )[\s\u0000-\u001f\u007f-\u009f\u200b\u2060\ufeff]+/g;
/** Lower-case ASCII letters, digits and dashes, at most `max` characters, cut between words. */
function slugify(text, max = 60) {
	const slug = text.normalize("NFKD").replace(/[\u0300-\u036f'\u2019]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
	if (slug.length <= max) return slug;
	const cut = slug.slice(0, max + 1).lastIndexOf("-");
	return slug.slice(0, cut > max / 2 ? cut : max).replace(/-+$/, "");
}
/** At most `max` characters, cut between words and marked with an ellipsis. */
function truncate(text, max) {
	if (text.length <= max) return text;
	const head = text.slice(0, max - 1);
	const cut = head.lastIndexOf(" ");
	return `${(cut > max * .6 ? head.slice(0, cut) : head).replace(/[\ud800-\udbff]$/, "").replace(/[\s,;:\u2013\u2014-]+$/, "")}\u2026`;
}
new Intl.Segmenter(void 0, { granularity: "word" });
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|vs|cf|etc|approx|no|fig|eq|al|dr|mr|mrs|ms|prof|st|inc|ltd|corp|co|jr|sr|u\.s|u\.k|v)\.$/i;
/** Characters per call of the segmenter. */
const WINDOW = 4e3;
/** Unicode's rules do not let a sentence begin with a handle. */
const BEFORE_ACCOUNT = /(?=@\w)(?<=[.!?]["'\u201d\u2019)]{0,2}\s{1,3})/;
const segmenters = /* @__PURE__ */ new Map();
/**
* Whole sentences in order, each on one line. Line breaks end a sentence; abbreviations, decimals and
* versions do not. "@ada says so." begins one.
*/
function splitSentences(text, language = "en") {
	let segmenter = segmenters.get(language);
	if (!segmenter) {
		segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
		segmenters.set(language, segmenter);
	}
	const sentences = [];
	for (const line of text.split(/[\n\r\u2028\u2029]+/)) {
		let open = [];
		let tail = "";
		const close = () => {
			const sentence = oneLine(open.join(""));
			if (sentence) sentences.push(sentence);
			open = [];
			tail = "";
		};
		const segments = segmentsOf(line, segmenter).flatMap((segment) => segment.split(BEFORE_ACCOUNT));
		for (const segment of segments) {
			open.push(segment);
			tail = (tail + segment).slice(-12);
			if (!ABBREVIATION.test(tail.trim())) close();
		}
		close();
	}
	return sentences;
}
/** Works in windows, because the segmenter takes quadratic time. A sentence cut at a window's end begins the next window. */
function segmentsOf(line, segmenter) {
	const segments = [];
	let size = WINDOW;
	for (let at = 0; at < line.length;) {
		const found = Array.from(segmenter.segment(line.slice(at, at + size)), ({ segment }) => segment);
		const cut = at + size < line.length;
		if (cut && found.length === 1) {
			size *= 2;
			continue;
		}
		if (cut) found.pop();
		for (const segment of found) at += segment.length;
		segments.push(...found);
		size = WINDOW;
	}
	return segments;
}
/** What stands around a sentence as an ornament: signs of which each is in one class only, else a run of them never ends. */
const ORNAMENT = "\\s\\u2192\\p{Extended_Pictographic}\\ufe0f\\u200d\\u{1f3fb}-\\u{1f3ff}";
const SMILEY = "\\s[:;]-?[()DP]";
new RegExp(`^(?:[${ORNAMENT}>*\\u2022\\u2013\\u2014-]|#+\\s)+|(?<![${ORNAMENT}]|${SMILEY})(?:[${ORNAMENT}]|${SMILEY})+$`, "gu");
// src/base/language/function-words.ts
const parse$2 = (words) => new Set(words.split(/\s+/));
const FUNCTION_WORDS = {
	en: parse$2(`a about above across after again against all almost along also although always am among an and another
    any are aren aren't around as at away back be because been before behind being below between both but
    by came can can't cannot come comes could couldn did didn didn't do does doesn doesn't doing don don't
    done dont down during each earlier either else enough etc even ever every few first for from further
    get gets getting give given gives giving go goes going gone got had has hasn have haven having he her
    here hers him his how however i i'm if im in instead into is isn isn't it it's its itself ive just
    keep kept last later least less let like likely ll made make makes making many may maybe me might mine
    more most much must my near nearly neither never next no nor not now of off often on once one only
    onto or other others our out over own per perhaps put quite rather re really same second see seen
    several shall she should since so some something soon still such take taken takes taking than that
    that's the their them then there these they they're thing things this those though through thus to
    today together too toward towards two under until up upon us use used uses using ve very via was wasn
    wasn't way we we're well went were weren't what what's when where whether which while who whole whom
    whose why will with within without won't would yes yet you you're your`),
	de: parse$2(`der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ist sind war
    waren wird werden wurde wurden hat haben hatte kann mit von vom zu zum zur auf für bei nach aus über
    unter durch um an am im in als wie auch noch nur schon mehr sich es er sie wir ihr ich du man dass daß
    wenn weil denn doch sehr so dann hier dort diese dieser dieses seine ihre bis seit vor zwischen gegen
    ohne laut etwa rund`),
	fr: parse$2(`le la les un une des du de et ou mais ne pas est sont était ont avec pour par sur dans en au aux ce
    cette ces qui que quoi dont où plus moins très il elle ils elles nous vous je tu on se sa son ses leur
    leurs être avoir fait comme aussi après avant entre selon sans sous`),
	es: parse$2(`el la los las un una unos unas y o pero no es son era fue han con para por en de del al que se su sus
    lo más menos muy como también después antes entre según sin sobre este esta estos estas ese esa hay
    ser estar`),
	it: parse$2(`il lo la gli le un una uno di del della dei delle e o ma non è sono era ha hanno con per da dal dalla
    in nel nella che si su sul come anche dopo prima più meno molto questo questa secondo`),
	pt: parse$2(`o a os as um uma uns umas e ou mas não é são foi tem com para por em no na nos nas de do da dos das
    que se seu sua mais menos muito como também depois antes entre segundo este esta`),
	nl: parse$2(`de het een en of maar niet is zijn was waren heeft hebben met van voor op in aan bij naar uit over
    onder door om als ook nog al meer zich dat die dit deze wordt worden werd volgens`)
};
/**
* Whether a lower-cased word is a function word of the language (its two-letter code). English ones count in every
* language, because posts about technology mix them in.
*/
function isFunctionWord(word, language = "en") {
	return FUNCTION_WORDS.en?.has(word) === true || FUNCTION_WORDS[language]?.has(word) === true;
}
// src/base/language/stem.ts
/**
* The stem of a lower-cased word, without its plural, tense and commonest endings: releases, released and releasing
* are one. Words of up to three letters and words with a digit stay as they are. Crude, but the same for both sides of a
* comparison. Porter's stemmer (npm `stemmer`) groups worse: B-cubed F1 0.701 instead of 0.709 (docs/grouping.md).
*/
function stemWord(word) {
	if (word.length <= 3 || /\d/.test(word)) return word;
	let stem = word.replace(/'s?$/, "");
	if (stem.endsWith("ies") && stem.length > 4) stem = `${stem.slice(0, -3)}y`;
	else if (/(?:ss|sh|ch|x|zz)es$/.test(stem)) stem = stem.slice(0, -2);
	else if (/[^sui]s$/.test(stem)) stem = stem.slice(0, -1);
	if (stem.length > 5 && stem.endsWith("ing")) stem = undouble(stem.slice(0, -3));
	else if (stem.length > 4 && stem.endsWith("ed")) stem = undouble(stem.slice(0, -2));
	else if (stem.length > 5 && stem.endsWith("er")) stem = undouble(stem.slice(0, -2));
	else if (stem.length > 5 && stem.endsWith("ly")) stem = stem.slice(0, -2);
	if (stem.length > 6 && stem.endsWith("ation")) stem = stem.slice(0, -5);
	else if (stem.length > 6 && stem.endsWith("ion")) stem = stem.slice(0, -3);
	return stem.length > 4 && stem.endsWith("e") ? stem.slice(0, -1) : stem;
}
function undouble(stem) {
	return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}
// src/config/vocabulary-file.ts
const spellings$1 = z.array(z.string().min(1)).nullable().transform((list) => list ?? []);
const names = (what) => z.record(z.string().min(1), spellings$1).default({}).describe(`${what}, each with its other spellings`);
const model = z.strictObject({
	maker: z.string().optional().describe("The company that makes it, as named under companies"),
	join: z.string().max(1).optional().describe("Between the name and a version; default: a space"),
	aliases: z.array(z.string().min(1)).default([])
});
const theme = z.strictObject({
	label: z.string().optional().describe("May become the title of a section"),
	words: z.string().describe("Words and phrases with commas between; + before a word that says the theme by itself")
});
z.strictObject({
	companies: names("Companies, projects and institutions"),
	people: names("People"),
	products: names("Tools and products; they become topics"),
	things: names("What other things are done or measured with; they become topics"),
	topics: names("Topics"),
	models: z.record(z.string().min(1), model.nullable().transform((given) => given ?? { aliases: [] })).default({}).describe("Names that get versions, each of which becomes a tag"),
	variants: z.array(z.string()).default([]).describe("Words that after a version make another model of it"),
	commonWords: z.array(z.string()).default([]).describe("Words that every post of the field has"),
	themes: z.record(z.string().min(1), theme).default({}).describe("Themes by family/key"),
	ignored: z.array(z.string()).default([]).describe("Names that `tidings vocabulary` no longer proposes")
}).parse({});
// src/editorial/vocabulary/gazetteer.ts
const MAX_SPELLING_TOKENS = 6;
const spellings = /* @__PURE__ */ new Map();
/** All beginnings of all spellings: most words of a text begin none, and need no further look. */
const beginnings = /* @__PURE__ */ new Set();
/** Names of models, to which a variant may belong: Claude Opus. */
const models = /* @__PURE__ */ new Set();
let variantPattern = /(?!)/uy;
const VERSION$1 = /(?<tie>[\s._\u2010-]?)v?(?<number>(?<=-)\d-\d(?![\p{L}\p{N}.]|-\d)|\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?)(?![\p{L}\p{N}]|\.\d|[\s-]?%)/uy;
/** The version that stands at `at`, as it belongs into the canonical name, and where it ends. */
function readVersion(text, at, spelling) {
	VERSION$1.lastIndex = at;
	const groups = VERSION$1.exec(text)?.groups;
	const number = groups?.number?.replace("-", ".");
	if (!number || /\d[a-z]$/.test(number) && !/^(4o|4v|\d\.\dv|5v)$/.test(number)) return void 0;
	if (spelling.version === "tied" && /\s/.test(groups?.tie ?? "") && !number.includes(".")) return void 0;
	let end = VERSION$1.lastIndex;
	let name = `${spelling.entry.name}${spelling.entry.joint}${number}`;
	for (let count = 0; count < 2; count++) {
		variantPattern.lastIndex = end;
		const word = variantPattern.exec(text)?.[1];
		if (!word || /\s/.test(text[end] ?? "") && word === word.toLowerCase()) break;
		const variant = word.length < 4 && word.toLowerCase() !== "pro" && word.toLowerCase() !== "max" && word.toLowerCase() !== "air" ? word.toUpperCase() : word[0]?.toUpperCase() + word.slice(1).toLowerCase();
		const named = `${spelling.entry.name} ${variant}`;
		name = models.has(named) ? `${named} ${number}` : `${name} ${variant}`;
		end = variantPattern.lastIndex;
	}
	return {
		name,
		end
	};
}
/** Every mention in order of appearance; where spellings overlap, the longest counts. */
function findVocabulary(given) {
	const text = given.normalize("NFKC");
	const tokens = [];
	for (const { index, 0: word } of text.matchAll(/\p{L}+|\p{N}+/gu)) tokens.push({
		word: word.toLowerCase(),
		start: index,
		end: index + word.length
	});
	const mentions = [];
	for (let i = 0; i < tokens.length;) {
		const found = mentionAt(text, tokens, i);
		if (found && !isSize$1(found, mentions.at(-1))) mentions.push(found);
		const end = found?.end ?? 0;
		do
			i++;
		while (i < tokens.length && (tokens[i]?.start ?? 0) < end);
	}
	return {
		text,
		mentions
	};
}
/** `Gemma 4 E2B` is a model in a size, not a model and a company. */
function isSize$1({ role, start, tag }, before) {
	return role === "company" && /\d/.test(tag.name) && before?.role === "model" && start - before.end <= 1;
}
function mentionAt(text, tokens, first) {
	let key = "";
	let best;
	const start = tokens[first]?.start ?? 0;
	for (let last = first; last < Math.min(first + MAX_SPELLING_TOKENS, tokens.length); last++) {
		const token = tokens[last];
		if (!token) break;
		key += token.word;
		if (!beginnings.has(key)) break;
		if (last === first && isWordAt(text, start - 1)) break;
		const before = tokens[last - 1];
		if (last > first && before) {
			const gap = text.slice(before.end, token.start);
			if (!/^[ \-_.&/'\u2010\u2019]?$/.test(gap)) break;
			if (gap === " " && before.end - start === 1 && last === first + 1) break;
		}
		for (const spelling of spellings.get(key) ?? []) {
			const mention = tryMention(text, start, token.end, spelling);
			if (mention && (!best || mention.end > best.end)) best = mention;
		}
	}
	return best;
}
function isWordAt(text, at) {
	return /[\p{L}\p{N}]/u.test(text[at] ?? " ");
}
function tryMention(text, start, end, spelling) {
	const { entry, version, written } = spelling;
	const { kind, name, slug, role, maker } = entry;
	const given = text.slice(start, end);
	const asWritten = (!written || given === written) && !isOrdinary(given, entry);
	const whole = {
		tag: {
			kind,
			slug,
			name
		},
		start,
		end,
		role
	};
	if (kind === "model") whole.family = slug;
	if (maker) whole.maker = maker;
	if (written) whole.isExact = true;
	const isPart = version === "tied" && /\p{L}[-\u2010]$/u.test(text.slice(Math.max(0, start - 2), start));
	if (kind === "model" && (asWritten || version === "bare") && !isPart) {
		const found = readVersion(text, end, spelling);
		if (found) return {
			...whole,
			end: found.end,
			tag: {
				kind,
				slug: slugify(found.name),
				name: found.name
			}
		};
	}
	const mayStandAlone = version === "none" || version === "bare";
	const ends = !isWordAt(text, end) && !/^(?:\.(?:md|json|py|js|ts|txt|ya?ml)\b|[ -]licen[cs])/i.test(text.slice(end, end + 7));
	return mayStandAlone && asWritten && ends ? whole : void 0;
}
/** Ordinary words that only sound like the name: "linked in" is not LinkedIn. */
function isOrdinary(given, { name, spaced }) {
	return given.includes(" ") && /^\p{Lu}\S*$/u.test(name) && !/[.&-]/.test(name) && given === given.toLowerCase() && !spaced.has(given);
}
/** Every canonical name of the vocabulary, each once; versions of model families are not listed. */
function listVocabulary() {
	const tags = /* @__PURE__ */ new Map();
	for (const { entry } of [...spellings.values()].flat()) tags.set(`${entry.kind} ${entry.slug}`, {
		kind: entry.kind,
		slug: entry.slug,
		name: entry.name
	});
	return [...tags.values()];
}
new Set(`amp com http https www post posts posted tweet tweets thread image users user comment comments commenter
    commenters new discuss discusses discussion highlight highlights highlighted
    suggest suggests suggesting including include includes included several noted notes note show shows
    showing shown significant various particularly potential indicates indicating related reportedly
    claims claimed claim argues argued arguing says said say described describes describing emphasize
    emphasizes emphasized reports reported release released announced`.split(/\s+/));
const SOME = "(?:[^\\s,;:]+\\s){0,2}[^\\s,;:]+";
/** What is told of a whole list: "across ChatGPT, the API and Codex". */
const LISTED = `\\s(?:across|from|in|into|on)\\s(?=${SOME},\\s(?:${SOME}(?:,|\\s(?:and|or|&)\\s)|(?:and|or|&)\\s))`;
new RegExp([
	"\\s*(?:[,;:](?=\\s)|\\u2013(?=\\s)|\\((?!\\d)|\\u2014(?!\\d)|\\s-\\s)",
	"\\s(?:after|under|while|because|which|when|so that|thanks to|via|as)\\s",
	LISTED,
	"\\s(?:with|at|across|by)\\s",
	`\\s(?:aimed|positioned|designed|intended|built|based|backed|described|framed|presented|led|made|powered|citing|claiming|featuring|emphasi[sz]ing|highlighting|including|showing|enabling|allowing|letting|signal+ing|using|making|bringing|offering|covering|aiming|targeting)\\s`,
	`\\sand\\s(?=(?:(?:is|are|was|were|has|have|had|will|can)|(?:add|emphasi[sz]e|claim|report|show|say|plan|make|bring|give|get|let|become|call|warn|note|launch|release|introduce|announce|open|include|offer|support|use|aim|want|expect|argue|suggest|promise)(?:s|d|ed)?)\\s)`
].join("|"), "gi");
new RegExp(`^${LISTED}`, "i");
const RELEASE = "(?:releas|launch|introduc|unveil|ship|open-sourc|publish|announc)\\w*";
new RegExp(`\\b(?<!(?:newly|recently) )${RELEASE}(?!.*\\sand\\s)`, "i");
new RegExp(`^\\S+(?: \\S+){0,3} ${RELEASE}(?: [^\\s,;:]+){2,}$`, "i");
new RegExp(`\\b${RELEASE}$`, "i");
// src/editorial/verify/claims.ts
const CLOSING = {
	"“": "”\"",
	"„": "“”\"",
	"\"": "\"”",
	"«": "»",
	"»": "«",
	"‹": "›",
	"「": "」",
	"『": "』"
};
/** Apostrophes and `'90s` are no quotation marks; `'don't'` is one quotation. */
const SINGLE = /(?<![\p{L}\p{N}])['\u2018](?!\d\ds\b)(?=\S)((?:[^'\u2018\u2019]|['\u2019](?=[\p{L}\p{N}]))*)['\u2019](?![\p{L}\p{N}])/gu;
const isWordCharacter = (character) => character !== void 0 && /[\p{L}\p{N}]/u.test(character);
/** For comparing quotations: letters, digits and punctuation, without case, quotation marks, emphasis and spacing. */
function foldQuotation(text) {
	return text.toLowerCase().replace(/["'\u2018-\u201f\u00ab\u00bb\u2039\u203a\u300c-\u300f*`]/g, "").replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, "").replace(/\s+/g, " ").replace(/ ?-+ ?/g, "-").replace(/ (?=[.,;:!?])/g, "");
}
function piecesOf(content) {
	return content.split(/\[[^\]]*\]|\(?\.{2,}\)?/).map((piece) => foldQuotation(piece).replace(/^[\s.,;:!?-]+|[\s.,;:!?-]+$/g, "")).filter(Boolean);
}
/** All quotations of a plain text, outermost only. One that is never closed runs to the end of the text. */
function findQuotations(text) {
	const found = [];
	for (let i = 0; i < text.length; i++) {
		const closing = CLOSING[text[i] ?? ""];
		if (!closing || text[i] === "\"" && isWordCharacter(text[i - 1]) || text[i + 1] === " ") continue;
		if (text[i] === "»" && !text.includes("«", i)) continue;
		let end = i + 1;
		while (end < text.length && !closing.includes(text[end] ?? "")) end++;
		const raw = text.slice(i, end + 1);
		found.push({
			raw,
			start: i,
			end: Math.min(end + 1, text.length),
			pieces: piecesOf(text.slice(i + 1, end))
		});
		i = end;
	}
	for (const match of text.matchAll(SINGLE)) {
		const start = match.index;
		const end = start + match[0].length;
		if (found.some((quotation) => start < quotation.end && quotation.start < end)) continue;
		found.push({
			raw: match[0],
			start,
			end,
			pieces: piecesOf(match[1] ?? "")
		});
	}
	return found.filter(({ pieces }) => pieces.length > 0).sort((a, b) => a.start - b.start);
}
/** Whether all pieces stand in the folded text as whole words, one after the other. */
function holdsQuotation(pieces, folded) {
	let from = 0;
	for (const piece of pieces) {
		let at = folded.indexOf(piece, from);
		while (at >= 0 && !isWhole(folded, at, at + piece.length)) at = folded.indexOf(piece, at + 1);
		if (at < 0) return false;
		from = at + piece.length;
	}
	return true;
}
function isWhole(text, start, end) {
	const cut = (left) => isWordCharacter(text[left - 1]) && isWordCharacter(text[left]) || /\d/.test(text[left - 1] ?? "") && /^[.,]\d/.test(text.slice(left, left + 2)) || /\d[.,]$/.test(text.slice(Math.max(0, left - 2), left)) && /\d/.test(text[left] ?? "");
	const bared = /^%/.test(text.slice(end)) || /[$€£]$/.test(text.slice(0, start)) && /^\d/.test(text.slice(start));
	return !cut(start) && !cut(end) && !bared;
}
const MENTION = /(?<![\w@./])(?:@(\w{1,40})|\/?u\/([\w-]{2,40})|\/?r\/(\w{2,40}))(?![\w@])/g;
/** Handles and subreddits, in order. */
function findHandles(text) {
	return [...text.matchAll(MENTION)].map((match) => ({
		kind: match[3] ? "subreddit" : "handle",
		raw: match[0],
		name: (match[1] ?? match[2] ?? match[3] ?? "").toLowerCase(),
		start: match.index,
		end: match.index + match[0].length
	}));
}
const MARKUP = [
	[/\bhttps?:|\bwww\.|\b(?:javascript|data|mailto|ftp|file):(?=\S)/i, "a web address"],
	[/<\/?[a-z!][^>]*>?|<\/?[a-z][a-z0-9-]*$/i, "an HTML tag"],
	[/\[[^\]]*\]\(|\[[^\]]*\] \((?:\/|#|mailto|https?)|^\s*#{1,6}\s|\]\[|!\[/m, "Markdown"]
];
/** What kind of markup or address the raw text holds, if any. A model writes neither. */
function findMarkup(text) {
	for (const [pattern, what] of MARKUP) {
		const match = pattern.exec(text);
		if (match) return {
			what,
			raw: match[0].slice(0, 40)
		};
	}
}
const DAY_MS = 864e5;
// src/editorial/verify/dates.ts
const MONTH_NAMES = [
	"january|januar|jan",
	"february|februar|feb",
	"march|märz|maerz|mar",
	"april|apr",
	"may|mai",
	"june|juni|jun",
	"july|juli|jul",
	"august|aug",
	"september|sept|sep",
	"october|oktober|oct|okt",
	"november|nov",
	"december|dezember|dec|dez"
];
/** Not March, which is a verb, too. */
const FULL_NAMES = MONTH_NAMES.flatMap((names) => names.split("|")).filter((name) => name.length > 3 && !/^(?:ma|sept$)/.test(name));
const MONTH = `(${MONTH_NAMES.join("|")})\\.?`;
const monthOf = (name) => MONTH_NAMES.findIndex((names) => names.split("|").includes(name.toLowerCase())) + 1;
const DAY = "(\\d{1,2})(?:st|nd|rd|th|\\.)?";
const PATTERNS = [
	{
		pattern: /(?<![\d.-])(20\d\d)[-/](\d{1,2})[-/](\d{1,2})(?![\d-])/g,
		read: (m) => [{
			year: Number(m[1]),
			month: Number(m[2]),
			day: Number(m[3])
		}]
	},
	{
		pattern: /(?<![\d./])(\d{1,2})\/(\d{1,2})\/(20\d\d)(?!\d)/g,
		read: (m) => [{
			year: Number(m[3]),
			month: Number(m[1]),
			day: Number(m[2])
		}]
	},
	{
		pattern: new RegExp(`\\b${MONTH}\\s${DAY}(?:\\s?-\\s?(\\d{1,2})(?!\\d))?(?:,?\\s(20\\d\\d))?(?![\\d.%]*[\\d%])`, "gi"),
		read: (m) => days(monthOf(m[1] ?? ""), [m[2], m[3]], m[4])
	},
	{
		pattern: new RegExp(`(?<![\\d.])(?:(\\d{1,2})\\s?-\\s?)?${DAY}(?:\\sof)?\\s${MONTH}(?!\\p{L})(?:,?\\s(20\\d\\d))?`, "giu"),
		read: (m) => days(monthOf(m[3] ?? ""), [m[2], m[1]], m[4])
	},
	{
		pattern: new RegExp(`\\b${MONTH},?\\s(?:of\\s)?(20\\d\\d)(?!\\d)`, "gi"),
		read: (m) => [{
			month: monthOf(m[1] ?? ""),
			year: Number(m[2])
		}]
	},
	{
		pattern: new RegExp(`(?<=\\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Ee]arly|[Ll]ate|[Mm]id|[Ll]ast|[Nn]ext|[Tt]his|[Oo]f|[Tt]hrough|[Bb]efore|[Aa]fter|[Dd]uring|[Tt]ill?|[Aa]round|[Ii]m|[Ss]eit)[ -])(${MONTH_NAMES.join("|").replace(/\b\p{L}/gu, (letter) => letter.toUpperCase())})(?![\\p{L}\\p{N}])`, "gu"),
		read: (m) => [{ month: monthOf(m[1] ?? "") }]
	},
	{
		pattern: new RegExp(`(?<![\\p{L}\\p{N}@#])(${FULL_NAMES.join("|")})(?![\\p{L}\\p{N}])`, "giu"),
		read: (m) => [{ month: monthOf(m[1] ?? "") }]
	}
];
function days(month, list, year) {
	return list.filter((day) => day !== void 0 && Number(day) >= 1 && Number(day) <= 31).map((day) => ({
		month,
		day: Number(day),
		...year && { year: Number(year) }
	}));
}
/** Every date of a plain text that names at least a month. The first pattern that takes a place keeps it. */
function findDates(text) {
	const found = [];
	const taken = new Uint8Array(text.length);
	for (const { pattern, read } of PATTERNS) {
		pattern.lastIndex = 0;
		for (let m = pattern.exec(text); m; m = pattern.exec(text)) {
			if (/\b(?:may|mar|march)\b/.test(m[0])) continue;
			const start = m.index;
			const end = start + m[0].length;
			if (taken[start] || taken[end - 1]) continue;
			taken.fill(1, start, end);
			for (const date of read(m)) if (date.month >= 1 && date.month <= 12) found.push({
				...date,
				raw: m[0],
				start,
				end
			});
		}
	}
	return found;
}
/** Whether the day itself, or the day before or after it in another time zone, is what the claim says. */
function isNear$1(claim, instant) {
	const time = Date.parse(instant);
	if (Number.isNaN(time)) return false;
	return [
		0,
		-1,
		1
	].some((shift) => {
		const date = new Date(time + shift * DAY_MS);
		return date.getUTCMonth() + 1 === claim.month && (claim.day === void 0 || date.getUTCDate() === claim.day) && (claim.year === void 0 || date.getUTCFullYear() === claim.year);
	});
}
/** Whether evidence holds the date: written out (its year may be that of the post), or as the post's own day. */
function holdsDate(claim, dates, createdAt) {
	if (createdAt && isNear$1(claim, createdAt)) return true;
	const posted = createdAt ? Number(createdAt.slice(0, 4)) : void 0;
	return dates.some((date) => {
		if (date.month !== claim.month || claim.day !== void 0 && date.day !== claim.day) return false;
		const year = date.year ?? posted;
		return claim.year === void 0 || year === void 0 || Math.abs(claim.year - year) <= (date.year ? 0 : 1);
	});
}
// src/editorial/verify/wording.ts
/**
* The form in which texts are compared: NFKC, one kind of hyphen, em dashes spaced, no zero-width characters,
* thin-space thousands as `7'000`. Never shown to anyone.
*/
function plainText(text) {
	return text.replace(/(\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))/g, "$1'").replace(/[\u2122\u00ae\u00a9\u00ad\u200b-\u200d\u2060\ufeff]/g, "").normalize("NFKC").replace(/[\u2010-\u2013\u2212]/g, "-").replace(/[\u2014\u2015]/g, " - ");
}
/** Plain text on one line, without web addresses, which say nothing. */
function spokenText(text) {
	return plainText(text).replace(/https?:\/\/\S+/gi, " ").replace(/\s+/g, " ");
}
/** Without diacritics, lower case. */
function foldCase(text) {
	return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}
const list = (words) => new Set(words.split(/\s+/).filter(Boolean));
/** What a reporter adds to what was said. It needs no support. */
const REPORTING = list(`say says said saying report reports reported reporting argue argues argued arguing claim claims
  claimed claiming note notes noted noting post posts posted posting posting's tweet tweets tweeted thread threads share
  shares shared sharing announce announces announced announcing announcement write writes wrote writing describe describes
  described describing show shows showed shown showing highlight highlights highlighted point points pointed pointing
  according user users people author authors commenter commenters commentator comment comments reply replies replied
  respond responds responded answer answers add adds added adding find finds found finding suggest suggests suggested
  explain explains explained call calls called calling see sees mention mentions mentioned discuss discusses discussed
  discussion community reaction reactions ask asks asked meanwhile separately elsewhere however overall notably
  reportedly apparently new latest today yesterday week day recently currently update updates story news
  introduce introduces introduced release releases released launch launches launched unveil unveiled publish published
  sagt berichtet schreibt laut meldet zeigt`);
/** Whether the word has no content of its own in any language that we know, or is a reporter's word. */
function isEmptyWord(word, language = "en") {
	return REPORTING.has(word) || isFunctionWord(word, language);
}
/** Whether the word is a reporter's: "says", "post", "new". */
const isReportingWord = (word) => REPORTING.has(word);
/** Words come again and again; a day's vocabulary fits several times. */
const MOST_STEMS = 5e4;
const known = /* @__PURE__ */ new Map();
/** A light English wordStem: releases, released and releasing are one. Short words stay as they are. */
function wordStem(word) {
	let root = known.get(word);
	if (root === void 0) {
		root = stemWord(word);
		if (known.size >= MOST_STEMS) known.clear();
		known.set(word, root);
	}
	return root;
}
const WORD = /[\p{L}\p{N}]+(?:['\u2019][\p{L}]+)*/gu;
/** Lower-cased words of a plain text, compounds in their parts. */
function plainWords(text) {
	return foldCase(text).match(WORD) ?? [];
}
/** The stems that carry content, once each, without numbers and measures. Compounds also count as one word. */
function contentStems(text, language = "en") {
	const stems = /* @__PURE__ */ new Set();
	for (const raw of plainWords(text)) {
		const word = raw.replace(/\u2019/g, "'");
		if (word.length < 2 || /^\d/.test(word) || isEmptyWord(word, language)) continue;
		stems.add(wordStem(word));
	}
	return stems;
}
/** Compounds of a text in one word: `reread` for "re-read". */
function compoundStems(text) {
	return (foldCase(text).match(/(?<!\p{L})\p{L}+-\p{L}+/gu) ?? []).map((compound) => wordStem(compound.replace("-", "")));
}
// src/editorial/verify/lexicon/word-list.ts
const words$1 = (list) => new Set(list.split(/\s+/).filter(Boolean));
const stems = (list) => new Set([...words$1(list)].map(stemOf));
/** The stem under which a list word is compared; irregular forms meet their verb. */
function stemOf(word) {
	const lower = word.toLowerCase();
	return wordStem(IRREGULAR.get(lower) ?? lower);
}
const IRREGULAR = new Map(`rise rose risen; fall fell fallen; grow grew grown; sue sued suing; steal stole stolen; buy bought; sell sold;
  lose lost; win won; beat beaten beating; leave left; die died dying dead death deaths; shut shutting; quit quitting;
  break broke broken; make made; say said; begin began begun; drop dropped; ban banned banning; cut cutting;
  hire hired hiring; fire fired firing; speed sped; lead led; think thought; find found; build built; keep kept; pay paid;
  good well; bad worse worst badly; choose chose chosen; run ran running; hide hid hidden; catch caught; freeze froze frozen;
  hypothesis hypotheses; analysis analyses; thesis theses; crisis crises; matrix matrices; index indices;
  withdraw withdrew withdrawn; fight fought; take took taken; give gave given; grow growth; lose loss losses; sell sale sales;
  arrive arrival; deny denied denial; marry married; lie lied lying; pull pulled; apply applied; reply replied; try tried;
  resign resignation; acquire acquisition; merge merger; convict conviction; accuse accusation; approve approval;
  refuse refusal; delay delayed; permit permission; fast faster fastest; slow slower slowest; cheap cheaper cheapest;
  large larger largest; small smaller smallest; low lower lowest; high higher highest; big bigger biggest;
  easy easier easiest; hard harder hardest; strong stronger strongest; weak weaker weakest; long longer longest;
  short shorter shortest; early earlier earliest; late later latest; new newer newest; old older oldest;
  safe safer safest; simple simpler simplest; great greater greatest; few fewer fewest; close closer closest`.split(/;\s*/).flatMap((line) => {
	const [base = "", ...forms] = line.trim().split(/\s+/);
	return forms.map((form) => [form, base]);
}));
/** Groups of words that can stand for each other, `;` between groups: stem → numbers of its groups. */
function readGroups(table) {
	const groups = /* @__PURE__ */ new Map();
	table.split(";").forEach((line, index) => {
		for (const word of stems(line)) groups.set(word, [...groups.get(word) ?? [], index]);
	});
	return groups;
}
// src/editorial/verify/number-words.ts
const WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety";
const ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth";
const small = new Map(WORDS.split(" ").map((word, value) => [word, value]));
const tens = new Map(TENS.split(" ").map((word, index) => [word, (index + 2) * 10]));
const ordinals = new Map(ORDINALS.split(" ").map((word, index) => [word, index + 1]));
const MAGNITUDES = {
	hundred: 100,
	k: 1e3,
	thousand: 1e3,
	tausend: 1e3,
	m: 1e6,
	mm: 1e6,
	mn: 1e6,
	mil: 1e6,
	mio: 1e6,
	million: 1e6,
	millionen: 1e6,
	b: 1e9,
	bn: 1e9,
	billion: 1e9,
	mrd: 1e9,
	milliarde: 1e9,
	milliarden: 1e9,
	t: 0xe8d4a51000,
	tn: 0xe8d4a51000,
	trillion: 0xe8d4a51000,
	千: 1e3,
	万: 1e4,
	萬: 1e4,
	亿: 1e8,
	億: 1e8
};
const either = (list) => list.split(" ").join("|");
const WRITTEN = new RegExp(`(?<![\\p{L}\\p{N}])(?:(?:(${either(TENS)})(?:[- ](${either(WORDS)}))?|(${either(WORDS)}|an?))(?:[- ](dozen|hundred|thousand|million|billion|trillion))?|(?<!\\d[- ]?)(million|billion|trillion)|(${either(ORDINALS)})|(twice|twofold|doubl(?:e[sd]?|ing))|(thrice|threefold|tripl(?:e[sd]?|ing))|(fourfold|quadrupl(?:e[sd]?|ing)))(?![\\p{L}\\p{N}])`, "giu");
/** "a third of", "third-party", "double down", "per second": the words, but no number. */
const IDIOM_AFTER = /^(?:[- ](?:party|parties|check|checked|down|digit|digits|edged|standard|click|blind|person|nature|thoughts?)\b|s? of\b)/i;
const IDIOM_BEFORE = /(?:\b(?:an?|one|per|each|every|split|two)[ -]|\/|\d ?)$/i;
/** Whether the word is a number by itself, in any case. */
function isNumberWord(word) {
	const lower = word.toLowerCase();
	return small.has(lower) || tens.has(lower) || ordinals.has(lower) || lower.length > 2 && lower in MAGNITUDES;
}
/** Every number in words. "a" and "an" count only before a magnitude. */
function findWrittenNumbers(text) {
	const found = [];
	for (const match of text.matchAll(WRITTEN)) {
		const [raw, ten, one, plain, after, alone, ordinal, double, triple, quadruple] = match.map((part) => part?.toLowerCase());
		const start = match.index;
		const end = start + match[0].length;
		if ((ordinal || double) && IDIOM_AFTER.test(text.slice(end, end + 16))) continue;
		if (ordinal) {
			if (IDIOM_BEFORE.test(text.slice(Math.max(0, start - 8), start))) continue;
			found.push({
				start,
				end,
				value: ordinals.get(ordinal) ?? 0,
				unit: "rank"
			});
		} else if (double || triple || quadruple) found.push({
			start,
			end,
			value: double ? 2 : triple ? 3 : 4,
			unit: "x"
		});
		else {
			const magnitude = after ?? alone;
			if (/^an?$/.test(plain ?? "") && !magnitude) continue;
			const base = ten ? (tens.get(ten) ?? 0) + (small.get(one ?? "") ?? 0) : small.get(plain ?? "") ?? 1;
			const factor = magnitude === "dozen" ? 12 : MAGNITUDES[magnitude ?? ""] ?? 1;
			if (raw) found.push({
				start,
				end,
				value: base * factor
			});
		}
	}
	return found;
}
// src/editorial/verify/units.ts
/**
* Units whose change or loss is a change of fact: 50% is not 50, 31 ms is not 31 s. The spellings are
* matched lower-cased, except for the single letters in `LETTERS`.
*/
const HARD = {
	percent: "% percent pct prozent",
	pp: "pp ppt ppts",
	usd: "$ usd dollar dollars bucks",
	eur: "€ eur euro euros",
	gbp: "£ gbp pounds",
	cny: "¥ cny rmb yuan yen jpy",
	inr: "₹ inr rupees",
	krw: "₩ krw won",
	x: "x × times fold mal 倍",
	us: "µs μs microsecond microseconds",
	ms: "ms msec millisecond milliseconds millisekunden",
	s: "sec secs second seconds sekunde sekunden",
	min: "min mins minute minutes minuten",
	h: "hr hrs hour hours stunde stunden",
	day: "day days tag tage tagen",
	week: "wk wks week weeks woche wochen",
	month: "mo mos month months monat monate monaten",
	year: "yr yrs yo year years jahr jahre jahren",
	decade: "decade decades",
	kb: "kb kib kilobyte kilobytes",
	mb: "mb mib megabyte megabytes",
	gb: "gb gib gigs gigabyte gigabytes",
	tb: "tb tib terabyte terabytes",
	pb: "pb pib petabyte petabytes",
	bit: "bit bits",
	byte: "byte bytes",
	hz: "hz hertz",
	khz: "khz",
	mhz: "mhz",
	ghz: "ghz",
	w: "watt watts",
	kw: "kw kilowatt kilowatts",
	mw: "mw megawatt megawatts",
	gw: "gw gigawatt gigawatts",
	wh: "wh kwh mwh gwh twh",
	nm: "nm nanometer nanometers nanometre nanometres",
	mm: "mm millimeter millimeters",
	cm: "cm centimeter centimeters",
	km: "km kilometer kilometers kilometre kilometres",
	mile: "mile miles",
	kg: "kg kilogram kilograms",
	fps: "fps",
	tflops: "tflops teraflops",
	pflops: "pflops petaflops"
};
/** Things that are counted. A number may stand without them, not with another one of them. */
const SOFT = {
	token: "token tokens tok toks tk tks",
	parameter: "parameter parameters param params parametern",
	person: "user users people person persons human humans developer developers customer customers member members employee employees voter voters student students nutzer menschen",
	download: "download downloads pulls",
	star: "star stars",
	point: "point points pt pts upvote upvotes punkte",
	like: "like likes favorites favourites reaction reactions",
	comment: "comment comments kommentare",
	repost: "repost reposts retweet retweets rts",
	reply: "reply replies response responses antworten",
	view: "view views impressions",
	quote: "quotes",
	bookmark: "bookmark bookmarks",
	gpu: "gpu gpus accelerator accelerators",
	step: "step steps",
	layer: "layer layers",
	expert: "expert experts",
	page: "page pages",
	file: "file files",
	repo: "repo repos repositories",
	commit: "commit commits",
	line: "line lines loc",
	paper: "paper papers",
	model: "model models modelle",
	agent: "agent agents subagents",
	task: "task tasks",
	question: "question questions",
	language: "language languages",
	frame: "frame frames",
	image: "image images",
	elo: "elo"
};
/** What one of a unit is in the smallest of its kind that is in use: 1.2 kW is 1,200 W. */
const SCALES = {
	kw: ["w", 1e3],
	mw: ["w", 1e6],
	gw: ["w", 1e9],
	khz: ["hz", 1e3],
	mhz: ["hz", 1e6],
	ghz: ["hz", 1e9],
	mb: ["kb", 1e3],
	gb: ["kb", 1e6],
	tb: ["kb", 1e9],
	pb: ["kb", 0xe8d4a51000],
	ms: ["us", 1e3],
	s: ["us", 1e6],
	min: ["us", 6e7],
	h: ["us", 36e8],
	day: ["us", 864e8],
	week: ["us", 6048e8],
	year: ["month", 12],
	decade: ["month", 120],
	pflops: ["tflops", 1e3]
};
/** The unit in which quantities of its kind are compared, and what one of it is there. */
function baseOf(unit) {
	const scale = SCALES[unit ?? ""];
	return scale ? {
		unit: scale[0],
		factor: scale[1]
	} : {
		unit,
		factor: 1
	};
}
/** Single letters count only in this case: `5s` is five seconds, `5S` is not. */
const LETTERS = {
	s: "s",
	h: "h",
	d: "day",
	W: "w"
};
const canonical = /* @__PURE__ */ new Map();
for (const table of [HARD, SOFT]) for (const [unit, spellings] of Object.entries(table)) for (const spelling of spellings.split(" ")) canonical.set(spelling, unit);
/** The unit's one name, or undefined when the word is no unit that we know. */
function findUnit(word) {
	if (/^[a-z]$/i.test(word) && word.toLowerCase() !== "x") return LETTERS[word];
	return canonical.get(word.toLowerCase());
}
const CURRENCIES = /* @__PURE__ */ new Set([
	"usd",
	"eur",
	"gbp",
	"cny",
	"inr",
	"krw"
]);
/** Whether the unit is merely what is counted (`token`, `person`), not a measure. `token/s` is a measure. */
function isCounted(unit) {
	return Object.hasOwn(SOFT, unit);
}
const PER = /^ ?(\/ ?|per |an? |each |every |pro |im )(?:1 ?|one )?(m(?:illion)?(?: (?:input|output|cached))? (?:tok|token)s?|m(?:tok|illion)s?|(?:k|thousand)(?: (?:input|output|cached))? (?:tok|token)s?|[\p{L}]+)(?![\p{L}\p{N}])/iu;
const PERIODS = {
	monthly: "month",
	yearly: "year",
	annually: "year",
	annual: "year",
	daily: "day",
	weekly: "week",
	hourly: "h",
	mau: "month",
	maus: "month",
	wau: "week",
	dau: "day"
};
const TIMES = /* @__PURE__ */ new Set([
	"s",
	"min",
	"h",
	"day",
	"week",
	"month",
	"year"
]);
const DIVISORS = /* @__PURE__ */ new Set([
	...TIMES,
	"token",
	"person",
	"gpu",
	"image"
]);
/** What a quantity is counted by, at the head of what follows it: `/mo`, ` per second`, ` monthly`, `/M tokens`. */
function findPer(rest) {
	const word = /^ ([a-z]+ly|annual)\b/i.exec(rest);
	const period = word?.[1] && PERIODS[word[1].toLowerCase()];
	if (word && period) return {
		per: period,
		length: word[0].length
	};
	const match = PER.exec(rest);
	if (!match?.[1] || !match[2]) return void 0;
	const name = match[2];
	if (/^m(?:tok|illion|\s|$)/i.test(name) && name !== "m") return {
		per: "mtok",
		length: match[0].length
	};
	if (/^(?:k|thousand) /i.test(name)) return {
		per: "ktok",
		length: match[0].length
	};
	const unit = name.toLowerCase() === "seat" ? "person" : findUnit(name);
	const divisors = /^(?:\/|p)/i.test(match[1]) ? DIVISORS : TIMES;
	return unit && divisors.has(unit) ? {
		per: unit,
		length: match[0].length
	} : void 0;
}
// src/editorial/verify/names.ts
const PIECE = /\p{L}[\p{L}\p{M}]*|\d+(?:\.\d+)*/gu;
/** `OpenAI` is Open and AI, `AIStudio` AI and Studio, `LLMs` LLM and s. */
const INNER = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{Lu}|\p{L}{3})(?=s$)|(?<=\P{Script=Latin})(?=\p{Script=Latin})|(?<=\p{Script=Latin})(?=\P{Script=Latin})/gu;
/**
* `GPT-5.5`, `GPT 5.5` and `gpt5.5` are all `gpt5.5`; two numbers in a row keep a `_` between them, so that
* "4 31B" is not "43 1B".
*/
function squash(text) {
	let out = "";
	let lastEnd = -1;
	let lastDigit = false;
	const edges = /* @__PURE__ */ new Set();
	for (const match of text.matchAll(PIECE)) {
		const piece = match[0];
		const digit = /^\d/.test(piece);
		const apart = match.index !== lastEnd;
		if (apart || digit && lastEnd - 1 >= 0 && /\p{L}{2}$/u.test(text.slice(Math.max(0, match.index - 2), match.index))) edges.add(out.length);
		if (!apart && piece === "s") edges.add(out.length);
		if (apart && digit && lastDigit) {
			out += "_";
			edges.add(out.length);
		}
		let from = 0;
		if (!digit) for (const { index } of piece.matchAll(INNER)) {
			out += foldCase(piece.slice(from, index));
			edges.add(out.length);
			from = index;
		}
		out += foldCase(piece.slice(from));
		lastEnd = match.index + piece.length;
		lastDigit = digit;
	}
	edges.add(out.length);
	return {
		text: out,
		edges
	};
}
/** Whether the name stands in the text as whole words or whole parts of CamelCase words. */
function standsIn(name, place) {
	const key = squash(name).text;
	if (!key) return false;
	for (let at = place.text.indexOf(key); at >= 0; at = place.text.indexOf(key, at + 1)) if (place.edges.has(at) && (place.edges.has(at + key.length) || place.text[at + key.length] === "_")) return true;
	return false;
}
const TOKEN$1 = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[._&'\u2019-][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;
const OPENS = /(?:^|[.!?:;\u2022]["'\u201d\u2019)]*\s+|["\u201c\u201e\u00ab]|\s[-*]\s+)["\u201c\u201e\u00ab'\u2018(]*$/u;
/** What joins a name without being part of it: `GPT-5-class`, `non-OpenAI`. */
const AFFIX = /^(?:class|level|based|powered|like|style|only|native|compatible|optimi[sz]ed|era|sized?|scale|backed|focused|ready|specific|equivalent|generation|hours?|driven|grade|led|owned|made|built|trained|hosted|family|tier|first|side|wide|pre|post|non|anti|ex|multi|pro|mid|then|all|co|the|versions?|models?|series|variants?|users?|style[ds]?|quality|enabled|capable|friendly|adjacent|only|aware|related|exclusive|free|to|and|vs|on|in|as|a|is)$/i;
const ACTS = /^(?:['\u2019]s\s|\s(?:says|said|announce[sd]|reports|reported|argue[sd]|claim(?:s|ed)|release[sd]|launch(?:es|ed)|ship(?:s|ped)|introduce[sd]|unveil(?:s|ed)|raise[sd]|publish(?:es|ed)|open-source[sd]|shows|showed|add(?:s|ed)|plan(?:s|ned)|use[sd]|share[sd]|note[sd]|confirm(?:s|ed)|den(?:ies|ied)|acquire[sd]|buys|bought|cuts)\b)/;
/** The number or letter behind a name: 4 in "Gemma 4", C in "Series C". */
const VERSION = /^(?:[ -]v?(\d+(?:\.\d+)*)(?![\p{L}\p{N}%]|[.,:/-]\d)| ([A-HJ-Z])(?![\p{L}\p{N}'\u2019&/-]|\.[\p{L}\p{N}]))/u;
const SIZE = /^\d[\d.,]*(?:\p{L}{0,12})$/u;
function kindOf$1(word) {
	if (/\d/.test(word)) return /\p{L}/u.test(word) ? "code" : void 0;
	if (/\p{Ll}\p{Lu}|\p{Lu}\p{Lu}+\p{Ll}{2}|^\p{Lu}{2,}s?$/u.test(word)) return "certain";
	if (/^\p{Lu}\p{L}+/u.test(word)) return "capitalised";
}
/** What makes another model of a model, even in lower case: the mini of "Ember 2 mini". */
const VARIANT = /^(?:nano|mini|micro|tiny|lite|turbo|flash|pro|ultra|omni|instruct|coder)$/;
const isVariant = (part, before) => VARIANT.test(part) && /\d[ -]$/.test(before);
/** What an H200 is need not be said. */
const isKindOfChip = (part, before) => /^GPUs?$/.test(part) && /\p{Lu}\d+ $/u.test(before);
/** The version at the head of what follows a name; an amount ("7.5 million", "3 days") is none. */
function findVersion(rest) {
	const found = VERSION.exec(rest);
	const next = /^[ -](\p{L}+)/u.exec(rest.slice(found?.[0].length))?.[1] ?? "";
	const unit = findUnit(next);
	return found && !isNumberWord(next) && (!unit || isCounted(unit)) ? found : void 0;
}
/** GB in "24 GB" and USD in "USD 20" are no names. */
function isUnitOf(part, before, rest) {
	const unit = findUnit(part);
	return unit !== void 0 && !isCounted(unit) && (/\d[ -]?$/.test(before) || /^ ?\d/.test(rest));
}
/** The parts of a token that may be names of their own; affixes and sizes (`27B-`, `32-`) are left out. */
function partsOf(token) {
	if (!token.includes("-")) return [{
		part: token,
		at: 0
	}].filter(({ part }) => !SIZE.test(part));
	const parts = [];
	let at = 0;
	for (const part of token.split("-")) {
		parts.push({
			part,
			at
		});
		at += part.length + 1;
	}
	while (parts[0] && (SIZE.test(parts[0].part) || AFFIX.test(parts[0].part))) parts.shift();
	while (parts.length > 1 && AFFIX.test(parts.at(-1)?.part ?? "")) parts.pop();
	const whole = parts.map(({ part }) => part).join("-");
	return /\d/.test(whole) && parts[0] ? [{
		part: whole,
		at: parts[0].at
	}] : parts;
}
/** Every name of a plain text, in order. Numbers with units (`7B`, `40ms`) are none. */
function findNames(text, language = "en") {
	const found = [];
	for (const match of text.matchAll(TOKEN$1)) {
		if (text[match.index - 1] === "@") continue;
		const token = match[0].replace(/['\u2019](?:s|re|ve|ll|d|m|t)?$/i, "");
		const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 32);
		for (const { part, at } of partsOf(token)) {
			const start = match.index + at;
			const before = text.slice(Math.max(0, start - 12), start);
			const kind = isVariant(part, before) ? "certain" : kindOf$1(part);
			if (!kind || part.length < 2 || kind === "capitalised" && isFunctionWord(part.toLowerCase(), language)) continue;
			if (kind === "capitalised" && isNumberWord(part) || isUnitOf(part, before, rest) || isKindOfChip(part, before)) continue;
			const behind = start + part.length === match.index + match[0].length ? findVersion(rest) : void 0;
			const version = behind?.[1] ?? behind?.[2];
			found.push({
				raw: part,
				start,
				end: start + part.length,
				close: start + part.length + (kind !== "code" && behind ? match[0].length - at - part.length + behind[0].length : 0),
				kind,
				opening: OPENS.test(start > 12 ? `_${before}` : before),
				joined: /^(?:['\u2019]s)?[ -](?:\p{Lu}|v?\d)/u.test(text.slice(start + part.length, start + part.length + 6)),
				acts: ACTS.test(text.slice(start + part.length, start + part.length + 20)),
				...kind !== "code" && version && { version }
			});
		}
	}
	return found;
}
// src/editorial/verify/numbers.ts
const DIGITS = /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_@]|\d\.)(?:\d{1,3}(?:[,']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)*|\.\d+)/gu;
/** Where a text writes `Qwen3.5`, the 3.5 may be spoken of alone. */
const ATTACHED = /(?<=\p{L}{3})\d+(?:\.\d+)*(?![\p{L}\p{N}])/gu;
/** "Both" is two, p95 the 95th percentile. */
const IMPLIED = /(?<![\p{L}\p{N}])(?:both|pair|couple|beide[nr]?|p(\d\d))(?![\p{L}\p{N}])/giu;
const VERSION_V = /(?<![\p{L}\p{N}])v\.?(?=\d)/giu;
const CURRENCY_BEFORE = /(?:[$€£¥₹₩]|\b(?:USD|EUR|GBP|CNY|RMB|JPY|INR)\s?)\s?$/;
const RANK_BEFORE = /(?:#|\b(?:no\.|number|nr\.|platz)\s?)$/i;
const MAGNITUDE = /^(?:([kKmMbBtT]|MM|mm|mn|Mn|bn|Bn|tn)(?![\p{L}\p{N}])|[ -](k|K|[MBT]|mn|Mn|bn|Bn|tn|Mio\.?|Mrd\.?)(?![\p{L}\p{N}'])|[ -]?([Hh]undred|[Tt]housand|[MmBb]illion|[Tt]rillion|[Tt]ausend|[Mm]illionen|[Mm]illiarden?)s?(?!\p{L})|([千万萬亿億]))/u;
/** What may stand between two numbers of one list or range, which share the unit of the last. */
const CONNECTOR = /^(?=\s*[^\s$])(?:[\s,/&~→>-]|\b(?:to|and|or|vs\.?|versus|through|until|from|up|down|bis|und|oder|auf|von|nearly|about|over|around)\b)+[$€£]?$/i;
/** "93,9" and "1.200" in languages that write decimals with a comma. */
function readDigits(raw, decimalComma) {
	if (decimalComma) {
		if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(raw)) return Number(raw.replace(/\./g, "").replace(",", "."));
		if (/^\d+,\d+$/.test(raw)) return Number(raw.replace(",", "."));
	}
	if (/^\d{1,3}([,']\d{3})+(\.\d+)?$/.test(raw)) return Number(raw.replace(/[,']/g, ""));
	if (/^\d+,\d{1,2}$/.test(raw)) return Number(raw.replace(",", "."));
	return Number(raw.replace(/,/g, ""));
}
function stepOf(raw, decimalComma) {
	const decimals = (decimalComma ? /,(\d+)$/ : /\.(\d+)$/).exec(raw)?.[1];
	return decimals ? 10 ** -decimals.length : 1;
}
/** Magnitude, unit and divisor at the head of what follows a number. */
function readMeasure(rest) {
	let length = 0;
	let factor = 1;
	let minutes = false;
	const magnitude = MAGNITUDE.exec(rest);
	if (magnitude) {
		const name = (magnitude[1] ?? magnitude[2] ?? magnitude[3] ?? magnitude[4] ?? "").toLowerCase().replace(/[.]/, "");
		if (!(name === "t" && /^ ?t\/s/.test(rest))) {
			factor = MAGNITUDES[name] ?? 1;
			length = magnitude[0].length;
			minutes = rest.startsWith("m") && name === "m";
		}
	}
	const tail = rest.slice(length);
	if (/^m\d{1,2}s?(?!\w)/.test(tail)) return {
		units: [{
			factor,
			unit: "min"
		}],
		length: length + 1
	};
	if (/^ ?(?:tps|tk\/s|t\/s)(?!\p{L})/iu.test(tail)) return {
		units: [{
			factor,
			unit: "token"
		}],
		per: "s",
		length: length + (/^ ?\S+/.exec(tail)?.[0].length ?? 0)
	};
	const two = /^[ -]?(per ?cent(?:age)?(?:[ -]points?)?|prozentpunkte?|years?[ -]old)(?!\p{L})/iu.exec(tail);
	let unit;
	if (two) {
		unit = /point|punkt/i.test(two[0]) ? "pp" : /old/i.test(two[0]) ? "year" : "percent";
		length += two[0].length;
	} else {
		const word = /^(?:\+?[ -]?)([%$€£¥×¢倍]|\p{L}+)(?![\p{Script=Latin}\p{N}])/u.exec(tail);
		unit = word?.[1] && findUnit(word[1]);
		if (word && /^(?:cents?|¢)$/i.test(word[1] ?? "")) {
			factor /= 100;
			unit = "usd";
		}
		if (word && unit) length += word[0].length;
		else {
			const next = /^\+?[ -](\p{L}+)[ -](\p{L}+)/u.exec(tail);
			if (next?.[1] && next[2] && !isFunctionWord(next[1].toLowerCase())) unit = findUnit(next[2]);
		}
	}
	const direct = findPer(rest.slice(length));
	const after = direct ?? findPer(rest.slice(length).replace(/^ [\p{L}-]+/u, ""));
	const units = [unit ? {
		factor,
		unit
	} : { factor }];
	if (minutes && !unit) units.push({
		factor: 1,
		unit: "min"
	});
	if (/^[x×] ?(?=\p{Lu})/u.test(tail)) units.unshift(unit === "x" ? { factor } : {
		factor,
		unit: "x"
	});
	if (unit === "x" && /^ times/.test(tail)) units.push({ factor });
	if (unit === "s" && /^s/.test(tail)) units.push({ factor });
	return {
		units,
		length: length + (direct?.length ?? 0),
		...after && { per: after.per }
	};
}
function readQuantity(text, start, raw, decimalComma) {
	const end = start + raw.length;
	const before = text.slice(Math.max(0, start - 8), start);
	if (raw.split(".").length > 2 && !(decimalComma && /^\d{1,3}(\.\d{3})+$/.test(raw))) return {
		raw,
		start,
		end,
		readings: [],
		step: 1,
		written: false,
		version: raw
	};
	const value = readDigits(raw, decimalComma);
	const step = stepOf(raw, decimalComma);
	const base = {
		raw,
		start,
		end,
		step,
		written: false
	};
	const ordinal = /^(?:st|nd|rd|th)(?![\p{L}\p{N}])/u.exec(text.slice(end));
	if (ordinal) return {
		...base,
		end: end + 2,
		raw: raw + ordinal[0],
		readings: [{
			value,
			unit: "rank"
		}]
	};
	const measure = readMeasure(text.slice(end, end + 60));
	const currency = CURRENCY_BEFORE.exec(before);
	const sign = currency && findUnit(currency[0].trim());
	const per = measure.per;
	const readings = measure.units.map(({ factor, unit }) => {
		const named = sign || unit;
		return {
			value: value * factor,
			...named && { unit: named },
			...per && { per }
		};
	});
	if (RANK_BEFORE.test(before)) readings.push({
		value,
		unit: "rank"
	});
	if (/(?<![\p{L}\p{N}] ?)[x×] ?$/iu.test(before)) readings.push({
		value,
		unit: "x"
	});
	const from = currency ? start - currency[0].length : start;
	const factor = measure.units[0]?.factor ?? 1;
	return {
		...base,
		start: from,
		end: end + measure.length,
		raw: text.slice(from, end + measure.length),
		readings,
		step: step * factor
	};
}
/** A unit at the end (`16–24 GB`) or a currency at the front (`$20–200`) holds for the whole list. */
function shareUnits(text, found) {
	for (let i = found.length - 2; i >= 0; i--) {
		const [here, next] = [found[i], found[i + 1]];
		if (!here || !next || !CONNECTOR.test(text.slice(here.end, next.start))) continue;
		const bare = here.readings[0];
		if (!bare) continue;
		for (const { value, unit, per } of next.readings.slice(0, 3)) {
			const leads = CURRENCIES.has(unit ?? "") && /^[^\d]/.test(next.raw);
			const scaled = here.step <= 1 && next.step > 1 ? 10 ** (3 * Math.floor(Math.log10(value) / 3)) : 1;
			if (bare.unit ? bare.unit !== unit || !per || bare.per : leads || !(unit || per || scaled > 1)) continue;
			const extra = {
				...unit && { unit },
				...per && { per }
			};
			here.readings.push({
				value: bare.value,
				...extra
			});
			if (scaled > 1) here.readings.push({
				value: bare.value * scaled,
				...extra
			});
		}
	}
	for (let i = 1; i < found.length; i++) {
		const [last, here] = [found[i - 1], found[i]];
		const unit = last?.readings.find((reading) => reading.unit && !isCounted(reading.unit))?.unit;
		const bare = here?.readings[0];
		if (!last || !here || !bare || !unit || unit === "rank" || here.readings.some((reading) => reading.unit)) continue;
		if (CONNECTOR.test(text.slice(last.end, here.start))) here.readings.push({
			...bare,
			unit
		});
	}
}
/**
* All quantities of a plain text, in order. `decimalComma`: "93,9" is a fraction and "1.200" a thousand.
* `evidence` also gives the versions inside names (`Qwen3.5`) and what "both" counts, which a claim need not prove.
*/
function findQuantities(text, options = {}) {
	const decimalComma = options.decimalComma ?? false;
	const plain = text.replace(VERSION_V, (v) => " ".repeat(v.length));
	const found = [...plain.matchAll(DIGITS)].map((match) => readQuantity(plain, match.index, match[0], decimalComma));
	if (options.evidence) for (const match of plain.matchAll(ATTACHED)) found.push(readQuantity(plain, match.index, match[0], false));
	if (options.evidence) for (const match of plain.matchAll(IMPLIED)) {
		const reading = match[1] ? {
			value: Number(match[1]),
			unit: "rank"
		} : { value: 2 };
		const end = match.index + match[0].length;
		found.push({
			raw: match[0],
			start: match.index,
			end,
			readings: [reading],
			step: 1,
			written: true
		});
	}
	for (const { start, end, value, unit } of findWrittenNumbers(plain)) {
		const measure = unit ? {
			units: [{
				factor: 1,
				unit
			}],
			length: 0,
			per: void 0
		} : readMeasure(plain.slice(end, end + 60));
		const readings = measure.units.map((reading) => ({
			value: value * reading.factor,
			...reading.unit && { unit: reading.unit },
			...measure.per && { per: measure.per }
		}));
		const stop = end + measure.length;
		found.push({
			raw: plain.slice(start, stop),
			start,
			end: stop,
			readings,
			step: 1,
			written: true
		});
	}
	found.sort((a, b) => a.start - b.start);
	let taken = 0;
	const apart = found.filter(({ start, end }) => {
		if (start < taken) return false;
		taken = end;
		return true;
	});
	shareUnits(plain, apart);
	return apart;
}
// src/editorial/verify/lexicon/event-words.ts
/** Words of one group report the same kind of event. `~`: also a common word, so it only covers the others. */
const TABLE$4 = `
  fire fired dismiss sack oust layoff layoffs terminated~ axe;
  arrest detain custody jail prison imprison handcuff apprehend;
  sue lawsuit lawsuits litigation court~ plaintiff legal~ suit~;
  leak leaks leaked breach hack hacked hacker hackers exposed~ expose~ compromised compromise~;
  steal theft stealing thief plagiarize plagiarism copied pirated piracy;
  backdoor malware virus spyware trojan ransomware malicious;
  ban banned bans prohibit forbid outlaw blacklist block~ blocked~ restrict~ restricted~ unavailable~ bar~ barred barring;
  shut shutdown close~ closes~ closed~ closing closure discontinue sunset cease~ shutter shuttering wind-down offline~ retire~ end~;
  acquire acquired buy bought purchase takeover buyout merge~ acquisition sold~ sell~ snapped~;
  die died death dead killed kill fatal fatality deadly murder;
  bankrupt bankruptcy insolvent insolvency liquidation;
  resign resigned quit leave~ leaves~ leaving~ left~ depart departure steps~ stepping~ stepped~ exit~ join~;
  cancel cancelled canceled scrap scrapped abandon~ abandoned~ axed~ call-off~ drop~ dropped~;
  recall withdraw withdrawn withdrew retract pull~ pulled~ removed~ remove~ unavailable~ rescind;
  investigate investigation probe inquiry subpoena raid raided;
  fraud scam fraudulent embezzle embezzlement swindle bribe bribery corruption crime criminal criminals;
  fine fined penalty penalize sanction sanctions;
  delete~ deletes~ deleted~ wipe~ wiped~ erase~ erased~ destroy destroyed;
  crash crashed crashes outage down~ failure~;
  apologize apology apologise sorry;
  divorce marry married wedding pregnant;
  injure injured injury hurt~ wounded hospital hospitalized hospitalised;
  explode explosion exploded burn~ burned~ burnt~ overheat overheats overheating ignite fire;
  guilty convict convicted plead pleaded indicted indict charged~ trial~ verdict;
  accuse accused accuses blame~ blamed~ blames~ allegation allegations alleged alleging;
  lie~ lied~ lies~ deceive deceived deception fake~ faked fabricated falsified forged forge hoax;
  spy spied spying espionage surveillance wiretap;
  boycott~ boycotted strike protest protesters riot;
  refund refunds refunded compensate compensation reimburse reimbursed;
  hostage kidnap abduct abducted; racist racism sexist harass harassment harassed abuse abused assault assaulted;
  evict evicted nationalize nationalized seize seized confiscate confiscated;
  blackmail extort extortion ransom; suicide overdose poison poisoned poisoning;
  resurrect cure cures cured; sabotage sabotaged sabotages; steal-data exfiltrate exfiltrates exfiltrated;
  bailout bailed rescue~ rescued~; collapse collapsed collapses; plunge plunged plummet plummeted;
  ipo listing~ delisted; elected election vote~ voted~; war~ invade invaded invasion attack~ attacked~ attacks~
`;
const EVENT_GROUPS = readGroups(TABLE$4.replace(/~/g, ""));
/** Stems that a text may use only where a post reports such an event. */
const EVENT_STEMS = new Set(TABLE$4.split(/[\s;]+/).filter((word) => word && !word.endsWith("~")).map(stemOf));
// src/editorial/verify/lexicon/opposites.ts
/** `left | right`: each word on one side is opposed to each on the other. */
const TABLE$3 = `
rise climb jump soar surge grow increase gain upward growth | fall drop decline decrease sink plunge shrink downward reduce reduction savings cut slash dip tumble;
fast quick rapid speedy accelerate | slow sluggish decelerate;
open | closed proprietary shut;
win won victory beat beats outperform outperforms surpass top | lose lost loses defeat trail trails underperform;
positive favorable enthusiastic supportive optimistic bullish upbeat excited impressed | negative unfavorable critical hostile pessimistic bearish unimpressed disappointed;
cheap cheaper inexpensive affordable low-cost | expensive costly pricey;
strong robust powerful | weak fragile feeble;
big large huge massive | small tiny;
fewer | more;
better improve improved improvement improves | worse worsen worsened degrade degraded degradation regress regression deteriorate;
accept approve agree allow permit enable support | reject refuse deny decline disallow oppose forbid prohibit prevent;
early sooner | late delayed;
start begin launch open | stop end cease halt;
public | private secret;
success successful succeed succeeds | failure fail failed fails unsuccessful;
pass passed | fail failed flunk;
best | worst;
above ahead | below behind beneath;
hire recruit | fire dismiss;
buy purchase acquire | sell;
include including | exclude excluding except;
easy simple effortless | hard difficult complex complicated tricky;
safe secure | dangerous unsafe risky insecure vulnerable;
hot | cold;
free | paid;
true correct accurate valid | false wrong incorrect inaccurate invalid;
major significant substantial considerable | minor insignificant negligible trivial slight;
enable enabled | disable disabled;
add added | remove removed drop dropped;
expand extend broaden widen | shrink narrow contract limit;
local offline on-device | remote cloud online;
dense | sparse;
input | output;
encode encoder encoding | decode decoder decoding;
upload | download;
present | absent;
maximum max | minimum min;
rich wealthy | poor;
wide broad broadly | narrow;
high | low;
higher | reduction reduce reduced savings decrease decreased;
deep | shallow;
full complete entire fully completely entirely wholly | partial incomplete partially partly largely mostly nearly almost;
temporary temporarily | permanent permanently;
internal | external;
known | unknown;
explicit | implicit;
static | dynamic;
synchronous | asynchronous;
voluntary voluntarily optional | mandatory compulsory;
keep retain maintain preserve | discard delete drop abandon;
attack | defend;
love praise praised | hate dislike criticize criticized blame blamed;
friend friends ally allies | enemy enemies stranger strangers foe;
happy glad pleased satisfied | sad unhappy upset dissatisfied angry;
clean | dirty;
clear | opaque unclear;
thrive flourish | struggle struggling;
confident certain sure | unsure uncertain doubtful;
alive | dead;
guilty | innocent;
war | peace;
profit profitable | loss unprofitable;
male man men boy he | female woman women girl she;
mother | father;
brother | sister;
husband | wife;
son | daughter;
morning | evening night;
north northern | south southern;
east eastern | west western;
import imports | export exports;
common frequent often | rare seldom rarely;
selfish self-interested | selfless altruistic;
motivate encourage | demotivate discourage;
supervised | unsupervised;
single | multiple several;
optimal | suboptimal;
maximize maximise | minimize minimise;
lead leads leading | trail trails trailing lag lags lagging;
tighten strict stricter | loosen relax relaxed lenient;
confirm confirmed | deny denied refute refuted;
raise raised | lower lowered;
upgrade | downgrade;
teacher | student; buyer customer | seller vendor; employer | employee;
pre | post; overfit | underfit; overestimate | underestimate; overperform | underperform;
natural | artificial; theoretical | empirical; ancient | modern; domestic | foreign; liberal | conservative;
sender | receiver; parent | child; master | slave; horizontal | vertical; linear | nonlinear
`;
const opposites = /* @__PURE__ */ new Map();
for (const line of TABLE$3.split(";")) {
	const [left = [], right = []] = line.split("|").map((side) => side.trim().split(/\s+/).map(stemOf));
	for (const [ones, others] of [[left, right], [right, left]]) for (const one of ones) opposites.set(one, /* @__PURE__ */ new Set([...opposites.get(one) ?? [], ...others]));
}
const NEGATIVE_PREFIX = /^(?:un|in|im|ir|il|dis|non|de|mis|sub|anti)-?(?=\p{L}{4})/u;
const PREFIXES = [
	"un",
	"in",
	"im",
	"ir",
	"il",
	"dis",
	"non",
	"mis",
	"sub"
];
/** The stems that mean the opposite of a stem, regular ones (`unsuitable`, `suitable`) included. */
function oppositesOf(stem) {
	const found = new Set(opposites.get(stem));
	const bare = stem.replace(NEGATIVE_PREFIX, "");
	if (bare !== stem) found.add(bare);
	else if (stem.length > 3) for (const prefix of PREFIXES) found.add(prefix + stem);
	if (stem.endsWith("less")) found.add(stem.slice(0, -4)).add(`${stem.slice(0, -4)}ful`);
	if (stem.endsWith("ful")) found.add(`${stem.slice(0, -3)}less`);
	return found;
}
// src/editorial/verify/lexicon/openers.ts
/** Openers that are no names, beside function words and reporters' words. */
const OPENERS = new Set(`according poster posters researchers developers engineers users critics practitioners commenters observers analysts readers supporters skeptics
  sceptics testers builders teams companies labs startups startup founders former open closed local cloud running built
  based trained tested compared given early late longer shorter better worse best top high low fast slow free paid
  pricing price prices cost costs benchmark benchmarks results result scores score numbers performance training inference
  support access weights license licence code data demand work works performing independent independently third day days
  progress evidence asked using despite beyond following unlike similarly additionally finally nonetheless nevertheless
  instead still even most several many some all every each no yes why how what when where who which whether if as at by
  for from in into of on over per to under up with without and but or so yet nor it its this that these those there here
  he she they we you his her their our your my one two three four five six seven eight nine ten both only just also
  while though although because since until unless during before after once meanwhile separately elsewhere however
  overall notably reportedly apparently outside inside within across among alongside amid besides regardless throughout
  agents models tools hardware software security safety research papers memory
  context quality speed latency throughput availability adoption tool model agent paper version update feature`.split(/\s+/));
/** Whether the word, in lower case, often opens a sentence and is no name. */
const isOpener = (word) => OPENERS.has(word);
// src/editorial/verify/lexicon/synonyms.ts
const SYNONYM_GROUPS = readGroups(`
  fast speed quick rapid throughput latency accelerate swift tok pace speedup; slow latency sluggish;
  cheap cost price inexpensive affordable economical saving savings money budget expensive pay paid dollar;
  big large huge massive giant sizable; small tiny compact little mini lightweight light;
  good great excellent impressive strong solid decent fine praise praised quality win; bad poor weak worse inferior;
  better improve improvement outperform beat surpass exceed ahead gain boost enhance upgrade advance;
  worse below behind underperform trail lag lower inferior poorer;
  rise increase grow growth climb jump surge up higher gain raise triple double; fall drop decline decrease reduce reduction cut lower down shrink save saving slash;
  use using usage utilize employ apply run running; run execute operate work serve inference decode decoding deploy;
  build create make develop construct assemble produce design engineer craft; train training trained learn;
  buy purchase acquire acquisition; sell sale; get obtain receive earn reach achieve attain hit score scoring;
  start begin launch open kick; stop end cease halt quit; keep retain stay remain hold maintain preserve;
  show demonstrate reveal display indicate present exhibit; hide conceal; help assist aid support enable;
  allow permit let enable; need require must demand; want wish request ask demand seek; try attempt test tested trial;
  test evaluate measure benchmark evaluation check assess measurement tester exam; compare comparison versus against rival rivals competitor;
  think believe argue opinion view consider feel; doubt skeptical sceptical question caution wary concern worry doubtful;
  fix repair solve resolve patch correct; break broken fail failure flunk; bug error flaw defect fault issue problem trouble;
  problem issue trouble difficulty challenge concern bottleneck; risk danger threat hazard;
  people user person commenter commentator reader poster author developer tester someone; firm company lab startup maker vendor team provider;
  model system llm checkpoint weights; tool software app product application; machine computer device hardware pc laptop server home;
  chip gpu card processor accelerator hardware; memory ram vram storage; code coding programming software program codebase;
  data dataset information corpus; paper study research work report article post; researcher scientist author academic;
  answer reply respond response output; question query prompt ask; word text language; picture image photo visual; voice speech audio sound tts;
  new latest recent fresh novel; old older previous earlier former; first initial early; last final;
  many several numerous multiple various lots; few handful; whole entire full complete total; part partial portion share fraction;
  near close almost; easy simple; hard difficult tough challenging; safe secure; open public; free gratis; local offline home device;
  offer provide give include ship supply deliver available availability support; release launch publish ship unveil drop; announce reveal say introduce;
  join hire recruit move switch leave; leave depart quit exit; lead head run; win victory beat; lose loss defeat;
  change modify alter update revise shift edit; replace swap substitute; add include extend; remove drop delete strip cut without;
  limit cap restrict restriction bound ceiling; set setting configure configuration option; plan intend aim; expect anticipate;
  cause lead result; due because; thing item element; kind type sort class; way method approach technique means; step stage phase;
  task job work assignment problem; goal aim target objective; result outcome finding score; score rating mark result grade rank ranking place;
  top best lead first leader; level tier stage hardest; point mark; time period duration hour day; long lengthy extended; short brief;
  stay remain continue keep hold; happen occur; see view watch look; find discover detect spot; send deliver mail; meet gather;
  combine merge join mix pair integrate; split divide separate; match equal rival tie par comparable competitive; differ different distinct;
  agree accept; refuse reject decline deny; blame accuse fault criticize; praise laud applaud celebrate like love; hype promotion promoter push engagement marketing;
  warn caution alert; promise pledge vow; claim assert state allege; guess estimate speculate; prove confirm verify;
  friend buddy pal mate; child kid; house home; car vehicle; doctor physician; police officer cop; film movie; drunk intoxicated inebriated;
  sick ill unwell; happy content pleased satisfied comfortable glad; sad unhappy; angry upset; afraid scared fear;
  kill dead die execute murder slay shooting; attack assault; fire burn blaze; accident crash incident; gunman shooter;
  begin initial outset; money fund funding finance capital investment invest; customer client buyer consumer; staff employee worker workforce;
  fully completely entirely totally; mainly mostly primarily largely; about roughly around approximately; exact precise accurate;
  reliable stable robust dependable steady; smart intelligent clever intelligence dumb stupid; dumb stupid intelligent intelligence quality;
  rule policy regulation law; law legal; government state official authority; country nation; city town; world globe global worldwide;
  open opensource weights license licence apache mit; host hosting serve hosted; store save keep retain retention; 
  read reading; write writing; edit editing; search find lookup; fast quick; active activate activated; parallel simultaneous concurrent;
  suit fit match; capable able ability capability can; popular widespread common; rare uncommon; special unique; real actual true genuine;
  pocket phone mobile handset smartphone; sponsor fund support back; creator founder maker author inventor; holdback hold back limit bottleneck block hamper hinder;
  half fifty; double twice; triple thrice three; quarter fourth; percent share fraction; critic review reviewer adversarial
`);
// src/editorial/verify/statements/reading.ts
const TOKEN = /[$€£]?\d+(?:[.,]\d+)*(?:[%×x]|[kKMBT](?![\p{L}\p{N}]))?(?![\p{L}\d]|[.,]\d)|[\p{L}\p{N}]+(?:[.'\u2019&/-][\p{L}\p{N}]+)*/gu;
/** Where one clause of a sentence ends and the next begins. */
const CLAUSE = /(?<=[\p{L}\p{N}%)"\u201d\u2019])(?:\s*[;:]\s+|\s+-+\s+|,\s+|\s+\(|\)\s*|\s+(?=(?:and|but|while|whereas|although|though|because|after|before|until|since|when|where|which|who|whose|so|that|if|unless|despite|however|yet|or)\s))/u;
const isNumber = (raw) => /^[$€£]?\d/.test(raw) && !/\p{L}{2}/u.test(raw);
function kindOf(raw, opening, word, language) {
	if (isNumber(raw)) return "number";
	if (/\p{Lu}/u.test(raw.slice(1)) || /\d/.test(raw)) return "name";
	if (isFunctionWord(word, language)) return "empty";
	if (/^\p{Lu}/u.test(raw) && (!opening || !isCommon(word))) return "name";
	return isReportingWord(word) ? "report" : "word";
}
/** Endings of common words: an opening word with one of them is no name. */
const COMMON_ENDING$1 = /(?:ing|ly|ed|tion|tions|sion|sions|ments?|ness|ity|ities|ers?|ies|ous|ives?|able|ible|ance|ence|ists?|isms?|ical|est|ships?|ful|less|ages?|ures?|uals?|wards?)$/;
function isCommon(word) {
	const stem = stemOf(word);
	return COMMON_ENDING$1.test(word) || isReportingWord(word) || isOpener(word) || isNumberWord(word) || SYNONYM_GROUPS.has(stem) || EVENT_GROUPS.has(stem);
}
const nameKey = (raw) => raw.toLowerCase().replace(/['\u2019]s?$/, "").replace(/[^\p{L}\p{N}.]+/gu, "");
function readTokens(text, offset, language) {
	const tokens = [];
	for (const match of splitCompounds(text.matchAll(TOKEN))) {
		const raw = match.raw.replace(/['\u2019]s$/, "");
		const word = raw.toLowerCase().replace(/\u2019/g, "'");
		const kind = kindOf(raw, tokens.length === 0, word, language);
		const start = offset + match.index;
		const last = tokens.at(-1);
		const gap = last ? text.slice(last.end - offset, match.index) : "";
		if (last?.kind === "name" && !/^\d/.test(last.raw) && gap === " " && !/['\u2019]s$/.test(text.slice(0, match.index).trimEnd()) && (kind === "name" || /^\d+(?:\.\d+)*$/.test(raw))) {
			last.raw += ` ${raw}`;
			last.word += ` ${word}`;
			last.key += nameKey(raw);
			last.end = start + match.raw.length;
			continue;
		}
		const key = kind === "name" ? nameKey(raw) : kind === "number" ? raw.replace(/[^\d.]/g, "").replace(/\.0+$/, "") : stemOf(word);
		tokens.push({
			raw,
			word,
			key,
			start,
			end: start + match.raw.length,
			kind
		});
	}
	return tokens;
}
/** `long-context` is two words; `GPT-5.5` is one name. */
function* splitCompounds(matches) {
	for (const { 0: raw, index = 0 } of matches) if (!/[-/]/.test(raw) || /[\p{Lu}\d]/u.test(raw)) yield {
		raw,
		index
	};
	else {
		let at = index;
		for (const part of raw.split(/[-/]/)) {
			yield {
				raw: part,
				index: at
			};
			at += part.length + 1;
		}
	}
}
const keysOf = (tokens) => new Set(tokens.filter(({ kind }) => kind !== "empty").map(({ key }) => key));
function readClauses(text, start, tokens) {
	const clauses = [];
	let from = 0;
	let next = 0;
	for (const part of text.split(new RegExp(CLAUSE, "gu"))) {
		from = text.indexOf(part, from) + part.length;
		const own = [];
		for (let token = tokens[next]; token && token.start < start + from; token = tokens[++next]) own.push(token);
		if (own.length > 0) clauses.push({
			text: part,
			tokens: own,
			keys: keysOf(own)
		});
	}
	return clauses;
}
/** One sentence. `start` is where it stands in the whole text. */
function readSentence(text, start, language) {
	const tokens = readTokens(text, start, language);
	return {
		text,
		start,
		tokens,
		clauses: readClauses(text, start, tokens),
		keys: keysOf(tokens)
	};
}
/** All sentences of a plain text. */
function readSentences(text, language) {
	const found = [];
	let from = 0;
	for (const sentence of splitSentences(text, language)) {
		const at = text.indexOf(sentence, from);
		const start = at < 0 ? from : at;
		from = start + sentence.length;
		found.push(readSentence(sentence, start, language));
	}
	return found;
}
/** How many keys two readings share. */
function countShared(a, b) {
	let shared = 0;
	for (const key of a) if (b.has(key)) shared++;
	return shared;
}
/** `gemma4` of `gemma`; not `gpt5.4mini` of `gpt5.4`. */
const isVersionOf = (a, b) => a.startsWith(b) && /^\d/.test(a.slice(b.length)) && !/\d$/.test(b);
/** Whether two names may be one: `opus4.8` and `claudeopus4.8`. */
function isSameName(a, b) {
	return a === b || a.length > 2 && b.length > 2 && (a.endsWith(b) || b.endsWith(a) || isVersionOf(a, b) || isVersionOf(b, a));
}
// src/editorial/verify/statements/polarity.ts
const STRONG = /^(?:not|never|cannot|nicht|nie|\w+n't)$/;
/** "No other agent" denies less than it says, so it only proves that a post denies something. */
const QUANTIFIER = /^(?:no|nor|neither|kein\w*)$/;
/** Words that turn a sentence round without "not". Where one stands, nothing is concluded. */
const WEAK = /^(?:without|none|nothing|nobody|zero|lack\w*|fail\w*|avoid\w*|eliminat\w*|remov\w*|instead|rather|unable|refus\w*|stop\w*|end(?:s|ed)?|ceas\w*|halt\w*|abandon\w*|discontinu\w*|retir\w*|replac\w*|reject\w*|hardly|barely|despite|free|less|only|un\w{4,}|drop\w*|den(?:y|ies|ied)|difficult\w*|hard|harder|impossible|insufficient\w*|prevent\w*|restrict\w*|block\w*|missing|limit\w*|in(?:complete|compatible|feasible)\w*|ohne|statt)$/;
/** "Hybrid thinking gave way to two checkpoints." */
const GIVING_WAY = /\bg(?:ives?|ave|iven|iving) way to\b/gi;
/** "Not only", "no doubt" deny nothing. */
const HOLLOW = /^(?:only|just|merely|simply|necessarily|doubt|matter|wonder|exactly|alone)$/;
/** Whether the word turns the sense of its clause: "not", "without", "fails". */
const isTurning = (word) => STRONG.test(word) || QUANTIFIER.test(word) || WEAK.test(word);
const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
/** Stems by polarity. The first content word after a "not" is what it denies; a comma ends its reach. */
function readPolarity(text, language, of) {
	const polarity = {
		said: /* @__PURE__ */ new Map(),
		denied: /* @__PURE__ */ new Map(),
		turned: /* @__PURE__ */ new Set()
	};
	for (const sentence of text.split(/(?<=[.!?;]["'\u201d\u2019)]{0,2})\s|\n/)) for (const clause of sentence.split(/[,:()]|\s-\s/)) {
		const stems = [];
		let turned = false;
		let denying = 0;
		for (const raw of plainWords(clause.replace(GIVING_WAY, "replaced by"))) {
			const word = raw.replace(/\u2019/g, "'");
			if (STRONG.test(word) || QUANTIFIER.test(word) && of === "post") {
				turned = true;
				denying = 4;
				continue;
			}
			if (WEAK.test(word) || QUANTIFIER.test(word)) turned = true;
			if (denying > 0) {
				denying = HOLLOW.test(word) ? 0 : denying - 1;
				if (/ly$|^longer$/.test(word)) continue;
			}
			if (word.length < 3 || /^\d/.test(word) || isEmptyWord(word, language)) continue;
			const root = wordStem(word);
			stems.push(root);
			count(polarity.said, root);
			if (denying > 0) count(polarity.denied, root);
			denying = 0;
		}
		if (turned) for (const root of stems) polarity.turned.add(root);
	}
	return polarity;
}
/** The word that the sentence denies and the posts affirm, or the other way round, if there is one. */
function findFlip(sentence, posts, language) {
	const total = (field, root) => posts.reduce((sum, post) => sum + (post[field].get(root) ?? 0), 0);
	for (const clause of sentence.split(/[,;:]\s|\s(?:and|but|while|whereas|und|aber)\s/)) {
		const claim = readPolarity(clause, language, "claim");
		for (const root of language === "en" ? [] : claim.denied.keys()) if (total("said", root) > 0 && !posts.some((post) => post.turned.has(root))) return root;
		if (claim.turned.size > 0) continue;
		for (const root of claim.said.keys()) {
			const denied = total("denied", root);
			if (denied > 0 && denied === total("said", root)) return root;
		}
	}
}
const isStrong$1 = (word) => STRONG.test(word) || /^(?:no|none|nobody|nothing|neither|nor)$/.test(word);
/** Verbs that deny what follows them: "refused to release". */
const DENYING = /^(?:fail(?:s|ed)?|refus(?:e|es|ed)|declin(?:e|es|ed)|unable|lacks?|lacked|stop(?:s|ped)?|ceas(?:e|es|ed)|avoid(?:s|ed)?|reject(?:s|ed)?|without|never|nowhere|hardly|barely|abandon(?:s|ed)?|deni(?:es|ed)|cannot)$/;
/** Verbs that deny without saying so. */
const WEAK_VERB = /^(?:un\w{4,}|lack\w*|remov\w*|end(?:s|ed|ing)?|halt\w*|discontinu\w*|retir\w*|replac\w*|den(?:y|ies|ied)|difficult\w*|impossible|insufficient\w*|prevent\w*|restrict\w*|block\w*|missing|drop\w*|zero|none|los(?:e|es|t|ing)|worse|shut\w*|broken?|breaks?|crash\w*|leav\w*|gave|withdr\w+|pull\w*|disabl\w*|kill\w*|cancel\w*|struggl\w*|poor\w*|weak\w*)$/;
/** Whether a turning word stands near enough to the key to turn it. */
function isTurnedAt(tokens, key) {
	return tokens.some((token, at) => token.key === key && tokens.slice(Math.max(0, at - 6), at + 5).some(({ word, kind, key }) => isTurning(word) || kind === "number" && key === "0"));
}
/** Whether the word denies: "not", "without", "fails". */
const isDenial = (word) => isStrong$1(word) || DENYING.test(word);
/** The word that a sentence denies although the nearest clauses of the posts affirm it, if there is one. */
function findDenial(claim, posts) {
	for (const clause of claim.clauses) {
		if (/^(?:if|unless|whether|when)\b/i.test(clause.text.trimStart())) continue;
		const at = clause.tokens.findIndex(({ word }) => isStrong$1(word) || DENYING.test(word));
		if (at < 0 || clause.tokens[at - 1]?.word === "to") continue;
		const denied = clause.tokens.slice(at + 1).filter(({ kind, word }) => (kind === "word" || kind === "report") && word.length > 2 && !HOLLOW.test(word)).slice(0, 1);
		const verb = clause.tokens[at];
		if (verb && DENYING.test(verb.word)) {
			if (/^fail/.test(verb.word) && clause.tokens[at + 1]?.word !== "to") continue;
			const with_ = denied[0]?.key;
			const naming = posts.filter(({ keys }) => with_ !== void 0 && keys.has(with_));
			const related = naming.length > 0 ? naming : posts.filter(({ keys }) => countShared(claim.keys, keys) >= 2);
			if (!related.some(({ tokens }) => tokens.some(({ key, word, kind }) => kind !== "name" && (key === verb.key || DENYING.test(word) || STRONG.test(word) || /^0/.test(key) || WEAK_VERB.test(word)))) && related.length > 0) return verb.raw;
			continue;
		}
		for (const { key, raw } of denied) {
			const near = posts.flatMap((sentence) => sentence.clauses.map((other) => ({
				sentence,
				other
			})).filter(({ other }) => other.keys.has(key)));
			if (near.length === 0) continue;
			if (near.every(({ sentence }) => !isTurnedAt(sentence.tokens, key))) return raw;
		}
	}
}
// src/editorial/verify/statements/check-events.ts
/** The events of a sentence that its posts do not report. `held` are all stems of the posts. */
function findEventFaults(claim, held, groups) {
	return claim.tokens.filter(({ key, kind }) => {
		const own = (kind === "word" || kind === "report") && EVENT_STEMS.has(key) ? EVENT_GROUPS.get(key) : void 0;
		return own !== void 0 && !held.some((stems) => stems.has(key)) && !own.some((group) => groups.has(group));
	});
}
/** The groups of events that a text reports. */
function eventGroups(stems) {
	const groups = /* @__PURE__ */ new Set();
	for (const stem of stems) for (const group of EVENT_GROUPS.get(stem) ?? []) groups.add(group);
	return groups;
}
const isTurned = ({ tokens }) => tokens.some(({ word }) => isDenial(word));
/** A word whose opposite the posts use in the same context, and which they never use themselves. */
function findOpposite(claim, posts, held) {
	for (const clause of claim.clauses) {
		if (isTurned(clause)) continue;
		for (const { key, kind, raw } of clause.tokens) {
			if (kind === "name" || kind === "number") continue;
			if (held.some((stems) => stems.has(key))) continue;
			const opposites = oppositesOf(key);
			for (const sentence of posts) {
				if (countShared(claim.keys, sentence.keys) < 2) continue;
				for (const other of sentence.clauses) {
					const said = other.tokens.find((token) => token.kind !== "name" && opposites.has(token.key));
					if (said && !isTurned(other) && countShared(clause.keys, other.keys) > 0) return {
						raw,
						said: said.raw
					};
				}
			}
		}
	}
}
// src/editorial/verify/statements/check-support.ts
/** More unsupported words than this in a row fail a clause. */
const MAX_RUN = 3;
/** A clause of at least two content words fails when more than this share of them is unsupported. */
const MAX_UNSUPPORTED_SHARE = .75;
const FRACTION = /^(?:[ap]\.?m|half|halves|thirds?|quarters?|fifths?|tenths?|dozens?)$/;
const shares = (groups, held) => groups?.some((group) => held.has(group)) ?? false;
/** Whether a post has the word, or one that may stand for it. */
function isHeld({ key }, { stems, synonyms, events }) {
	return stems.some((held) => held.has(key)) || shares(SYNONYM_GROUPS.get(key), synonyms) || shares(EVENT_GROUPS.get(key), events);
}
/** The groups of synonyms that stems belong to. */
function synonymGroups(stems) {
	const groups = /* @__PURE__ */ new Set();
	for (const stem of stems) for (const group of SYNONYM_GROUPS.get(stem) ?? []) groups.add(group);
	return groups;
}
function longestRun(flags) {
	let longest = 0;
	let run = 0;
	for (const held of flags) {
		run = held ? 0 : run + 1;
		longest = Math.max(longest, run);
	}
	return longest;
}
/** A clause that the posts do not support, if there is one. A heading has less room for words of its own. */
function findUnsupportedClause(claim, held, heading) {
	return claim.clauses.find(({ tokens }, index) => {
		const content = tokens.filter(({ kind, word }) => kind === "word" && word.length > 1 && !isNumberWord(word) && !FRACTION.test(word) && !findUnit(word));
		const flags = content.map((token) => isHeld(token, held));
		const unheld = flags.filter((flag) => !flag).length;
		if (unheld === 0) return false;
		const rest = tokens.filter(({ kind }) => kind === "name" || kind === "number").length;
		if (content.length === 1) return heading && tokens.length <= 4;
		const own = content.some(({ key }) => held.stems.some((stems) => stems.has(key)));
		if (index > 0 && rest === 0 && !own) return true;
		const share = unheld / content.length;
		return unheld >= (rest > 0 && !heading ? 3 : 2) && (longestRun(flags) > MAX_RUN || share > MAX_UNSUPPORTED_SHARE);
	});
}
// src/editorial/verify/evidence.ts
/** A post as evidence. What its pictures are described as was said, too. */
function evidenceOf(post, sourceName) {
	const { id, author, title, platform, url, metrics, createdAt } = post;
	const alts = post.media.flatMap(({ alt }) => alt ? [alt] : []);
	return {
		id,
		author,
		title,
		text: [post.text, ...alts].join("\n"),
		platform,
		url,
		metrics,
		createdAt,
		...sourceName && { sourceName }
	};
}
/** A comment as evidence: its own words only, not the submission's. */
function evidenceOfComment(comment) {
	const { id, author, text, url, score } = comment;
	return {
		id,
		author,
		title: "",
		text,
		platform: "reddit",
		url,
		metrics: { score }
	};
}
/** As much of a post as may be cited from. */
const MAX_POST_CHARACTERS$1 = 4e4;
const URLS = /https?:\/\/\S+/gi;
/** Languages that write 93.9 as 93,9. */
const DECIMAL_COMMA = /* @__PURE__ */ new Set([
	"de",
	"fr",
	"es",
	"it",
	"pt",
	"nl",
	"ru"
]);
/** `AnthropicAI`, `GoogleResearch_`: what accounts add to a name. */
const HANDLE_SUFFIX = /(?:_?(?:AI|HQ|Labs?|Devs?|App|Official|Team|org|project|inc))+_?$/;
const usesDecimalComma = (language) => DECIMAL_COMMA.has(language ?? "en");
/** Units and periods that a text names anywhere. */
function unitsOf(text) {
	const units = /* @__PURE__ */ new Set();
	for (const word of text.match(/[\p{L}]+|[%$\u20ac\u00a3]/gu) ?? []) {
		const unit = findUnit(word) ?? PERIODS[word.toLowerCase()];
		if (unit) units.add(unit);
	}
	return units;
}
function casing(text) {
	const cased = /* @__PURE__ */ new Map();
	for (const match of text.matchAll(/(?<=[\p{L}\p{N},'\u2019] )\p{L}[\p{L}\p{M}]+/gu)) {
		const word = match[0];
		const key = word.toLowerCase();
		const counts = cased.get(key) ?? {
			upper: 0,
			lower: 0
		};
		if (word === key) counts.lower++;
		else counts.upper++;
		cased.set(key, counts);
	}
	return cased;
}
/** First letters of words that follow each other: `MCP` for "Model Context Protocol". Function words part them. */
function initialsOf(text) {
	let initials = "";
	let last = 0;
	for (const match of text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
		if (!/^[\s-]?$/.test(text.slice(last, match.index))) initials += " ";
		const word = foldCase(match[0]);
		const initial = word[0] ?? "";
		initials += isFunctionWord(word) ? "." : /^\p{Lu}/u.test(match[0]) ? initial.toUpperCase() : initial;
		last = match.index + match[0].length;
	}
	return initials;
}
/** Hostile text must not cost more than its length: the rest of a book is not read, endless words are cut. */
function bounded(text) {
	return text.replace(/[^\s]{100}(?=\S)/g, "$& ");
}
function prepare(evidence) {
	const { author, knownAs = [], sourceName = "", title } = evidence;
	const full = plainText(title ? `${title}\n${evidence.text}` : evidence.text).slice(0, MAX_POST_CHARACTERS$1);
	const spoken = bounded(full.replace(URLS, " "));
	const text = `${spoken}\n${bounded((full.match(URLS) ?? []).join(" "))}`;
	const language = detectLanguage(spoken);
	const address = evidence.url.replace(/^https?:\/\//, "").replace(/\d+/g, " ");
	const about = [
		author,
		author.replace(HANDLE_SUFFIX, ""),
		...knownAs,
		sourceName
	].join(" \n");
	const mentions = new Set(findHandles(`${text} ${sourceName}`).map(({ name }) => name));
	mentions.add(author.toLowerCase());
	const subreddit = /\/r\/(\w+)/.exec(evidence.url)?.[1];
	if (subreddit) mentions.add(subreddit.toLowerCase());
	const sentences = readSentences(spoken, language ?? "en");
	const stems = /* @__PURE__ */ new Set([...contentStems(`${spoken} ${about}`, language), ...compoundStems(spoken)]);
	const allStems = /* @__PURE__ */ new Set([...stems, ...plainWords(`${spoken} ${about}`).map(stemOf)]);
	return {
		evidence,
		text,
		lower: text.toLowerCase(),
		quantities: findQuantities(spoken, {
			decimalComma: usesDecimalComma(language),
			evidence: true
		}),
		dates: findDates(spoken),
		units: unitsOf(spoken),
		names: squash(`${text}\n${bounded(about)}\n${bounded(address)}`),
		initials: initialsOf(spoken),
		folded: foldQuotation(spoken),
		stems,
		allStems,
		sentences,
		events: eventGroups(allStems),
		synonyms: synonymGroups(allStems),
		nameStems: new Set((spoken.match(/\p{Lu}[\p{L}\p{M}]{3,}/gu) ?? []).map((word) => wordStem(foldCase(word)))),
		polarity: readPolarity(spoken, language ?? "en", "post"),
		mentions,
		language,
		cased: casing(spoken)
	};
}
const prepared = /* @__PURE__ */ new WeakMap();
/** The evidence with all its facts found, worked out at the first call and kept as long as the evidence lives. */
function prepareEvidence(evidence) {
	let entry = prepared.get(evidence);
	if (!entry) {
		entry = prepare(evidence);
		prepared.set(evidence, entry);
	}
	return entry;
}
const casings = /* @__PURE__ */ new WeakMap();
/** Learnt from all sources once; learnt anew when their number changes. */
function casingOf(sources) {
	const known = casings.get(sources);
	if (known?.size === sources.size) return known.casing;
	const casing = sumCasings([...sources.values()].map((evidence) => prepareEvidence(evidence).cased));
	casings.set(sources, {
		size: sources.size,
		casing
	});
	return casing;
}
function sumCasings(all) {
	const totals = /* @__PURE__ */ new Map();
	for (const cased of all) for (const [word, { upper, lower }] of cased) {
		const total = totals.get(word) ?? {
			upper: 0,
			lower: 0
		};
		totals.set(word, {
			upper: total.upper + upper,
			lower: total.lower + lower
		});
	}
	return (word) => {
		const total = totals.get(word.toLowerCase());
		if (!total) return void 0;
		return total.upper > total.lower ? "name" : "common";
	};
}
// src/editorial/verify/addresses.ts
/** Dots of other scripts and of evasion: `example。com`, `example[.]com`, `example dot com`. */
const DOTS = /[\u3002\uff0e\uff61\u2024\u00b7\u2027\u0701\u06d4]|\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?/gi;
const SPOKEN_DOT = /(?<=[\p{L}\p{N}-]{2}) dot (?=(?:com|net|org|io|ai|app|dev|co|xyz|info|me|ly|gg)(?![\p{L}\p{N}]))/giu;
const SPOKEN_AT = /(?<=[\p{L}\p{N}]{2})\s?(?:[[({]\s?at\s?[\])}])\s?(?=[\p{L}\p{N}])/giu;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u180e]/g;
/** One form for all spellings of an address: NFKC, plain dots, nothing invisible. */
function plainAddress(text) {
	return text.replace(INVISIBLE, "").replace(DOTS, ".").normalize("NFKC").replace(DOTS, ".").replace(SPOKEN_DOT, ".").replace(SPOKEN_AT, "@");
}
const SCHEME = /(?<![\p{L}\p{N}])(?:h(?:tt|xx|\*\*)ps?|ftp|s?ftps?|wss?|mailto|javascript|data|file|tel|sms|tg|whatsapp|magnet|ipfs|bitcoin|ethereum):(?=\/\/|\S)\S*|:\/\/\S*/giu;
const MAILBOX = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu;
const MESSENGER = /(?<![\p{L}\p{N}])(?:(?:telegram|signal|whatsapp|wechat|discord|dm|kik|skype)\s?:?\s?(?:@[\p{L}\p{N}_]{3,}|\+\d[\d ]{5,})|(?:t|wa|fb|m)\.me\/\S+|discord\.gg\/\S+)/giu;
const HOST = /(?<![\p{L}\p{N}@_-])(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.){1,8}[\p{L}][\p{L}\p{N}-]{1,62}(?![\p{L}\p{N}@])(?:[/?#:][^\s,;)]*)?/giu;
const IP = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d+|\/\S+)(?!\d)|(?<![\d.\p{L}])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gu;
const COMMAND = /(?<![\p{L}\p{N}])(?:(?:curl|wget)\s+(?=\S{0,80}[-./])\S{1,80}|sudo\s+\p{L}+|(?:pip3?|npm|pnpm|yarn|brew|apt(?:-get)?|gem|cargo|go|uv|conda)\s+(?:install|i|add|get)\s+\S+|npx\s+(?=\S*[-@/])\S+|rm\s+-\p{L}+\s+\S+|bash\s+-c\b|\|\s?(?:ba|z)?sh\b|powershell\s+-\S+|chmod\s+\S+\s+\S+|git\s+clone\s+\S+|docker\s+(?:run|pull)\s+\S+|(?:eval|iex)\()/giu;
/** What looks like an address or a command in a text. Each pattern is linear in the text's length. */
function findAddresses$1(text) {
	const plain = plainAddress(text);
	const found = [];
	const add = (pattern, kind, keep = () => true) => {
		for (const [raw] of plain.matchAll(pattern)) if (keep(raw)) found.push({
			raw,
			kind
		});
	};
	add(SCHEME, "link");
	add(MAILBOX, "mailbox");
	add(MESSENGER, "messenger");
	add(COMMAND, "command");
	add(IP, "host");
	add(HOST, "host", isHost);
	return found;
}
/** Whether a name ends in a suffix under which hosts are registered. */
function isHost(raw) {
	const host = raw.split(/[/?#:]/)[0] ?? "";
	if (/^(?:\p{L}\.)+\p{L}$/u.test(host)) return false;
	const { isIcann, isPrivate, domain } = parse(host.toLowerCase());
	return (isIcann === true || isPrivate === true) && domain !== null;
}
/**
* The addresses that a text must not hold. A host or file name that a cited post spells in the same way is a name
* (`Node.js`, `README.md`), if nothing follows it.
*/
function findForbiddenAddresses(text, posts) {
	return findAddresses$1(text).filter(({ raw, kind }) => {
		if (kind !== "host" || /[/?#:]/.test(raw)) return true;
		return !posts.some((post) => spells(post, raw));
	});
}
/** Whether a post has the name by itself, not as part of an address. */
function spells(post, name) {
	for (let at = post.indexOf(name); at >= 0; at = post.indexOf(name, at + 1)) {
		const [before, after] = [post[at - 1] ?? " ", post.slice(at + name.length, at + name.length + 2)];
		if (!/[\p{L}\p{N}@/._-]/u.test(before) && !/^(?:[\p{L}\p{N}@/_-]|\.[\p{L}\p{N}])/u.test(after)) return true;
	}
	return false;
}
// src/editorial/verify/check-names.ts
const words = (list) => new Set(list.split(/\s+/));
/** What any writer of this field says without being told. Nothing that could stand for something else. */
const GENERIC = words("AI API APIs LLM LLMs ML UI UX PR PRs OS PC ID FAQ GPU GPUs CPU CPUs OK VS AM PM UTC EST PST GMT TLDR Q&A");
const CALENDAR = words("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember");
/** Where posts come from; a reader knows it from the recap's title. */
const PLATFORMS$1 = words("x twitter reddit subreddit");
/** Endings of common words: an unknown opener with one of them is no name. */
const COMMON_ENDING = /(?:ing|ly|ed|tion|tions|sion|sions|ment|ments|ness|ity|ities|ers|ies|ous|ive|ives|able|ible|ance|ence|ists?|isms?|ical|est|ships?|ful|less|ages?|ures?|uals?|ward|wards|wise)$/;
/** Three letters stand for three capitalised words; longer ones also for words in lower case. */
function isInitials(name, { initials }) {
	if (!/^(?:\p{Lu}{3,}s?|US|UK|EU)$/u.test(name)) return false;
	const letters = name.replace(/s$/, "");
	return initials.includes(letters) || letters.length > 3 && initials.toUpperCase().includes(letters);
}
/** `@orrerylabs` is Orrery Labs: long enough, and at an end of the handle. */
function isPartOfHandle(name, handles) {
	if (name.length < 4) return false;
	for (const handle of handles) if (handle.startsWith(name) || handle.endsWith(name)) return true;
	return false;
}
/** Peoples whose name is not their country's with an ending. */
const COUNTRIES = new Map("chinese:China,Beijing japanese:Japan french:France,Paris british:Britain,UK english:England german:Germany,Berlin dutch:Netherlands spanish:Spain greek:Greece swiss:Switzerland danish:Denmark swedish:Sweden turkish:Turkey irish:Ireland polish:Poland finnish:Finland portuguese:Portugal american:US,America,USA emirati:UAE vietnamese:Vietnam taiwanese:Taiwan welsh:Wales scottish:Scotland".split(" ").map((line) => {
	const [people = "", countries = ""] = line.split(":");
	return [people, countries.split(",")];
}));
/** Whether a post has the name, however it spells it. */
function holdsName$1(name, post, aliases) {
	return standsIn(name, post.names) || /s$/.test(name) && standsIn(name.slice(0, -1), post.names) || !/\d/.test(name) && post.nameStems.has(wordStem(foldCase(name))) || COUNTRIES.get(foldCase(name))?.some((country) => standsIn(country, post.names)) || isInitials(name, post) || isPartOfHandle(foldCase(name), post.mentions) || aliases(name).some((alias) => standsIn(alias, post.names));
}
const LINKS = words("and or vs versus to from the v version plus with over against");
/** "GPT-5.5 and 5.4" says GPT-5.4: the number stands behind the name with nothing but numbers between. */
function holdsVersion(owner, version, post) {
	if (standsIn(`${owner} ${version}`, post.names)) return true;
	const name = owner.toLowerCase();
	for (let at = post.lower.indexOf(name); at >= 0; at = post.lower.indexOf(name, at + 1)) for (const token of post.lower.slice(at + name.length, at + name.length + 60).match(/\d+(?:\.\d+)*|\p{L}+/gu) ?? []) {
		if (token === version) return true;
		if (/^\p{L}{3,}/u.test(token) && !LINKS.has(token)) break;
	}
	return false;
}
/** What follows a version that stands alone: "better than 5, but", "with 5 I had". A count is followed by what it counts. */
const ALONE = "(?=\\s*(?:[,;:!?)]|\\.(?!\\d)|$)|\\s+(?:i|it|we|you|but|was|were|is|did|does|had|has)\\b)";
/** "Sonnet 5.2 is better than 5": beside one version of a name another may stand for itself. */
function holdsBareVersion(owner, version, post) {
	const literal = (text) => text.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	if (!new RegExp(`(?<![\\p{L}\\p{N}])${literal(owner)}[ -]?v?\\d`, "u").test(post.lower)) return false;
	const bare = `\\b(?:than|vs\\.?|versus|over|from|with|like|unlike|beats?) v?${literal(version)}${ALONE}`;
	return new RegExp(bare, "mu").test(post.lower);
}
/** In a Heading Every Long Word Has a Capital, and a capital means nothing. */
function isTitleCase(text) {
	const long = text.match(/\p{L}{5,}/gu) ?? [];
	return long.length >= 3 && long.every((word) => /^\p{Lu}/u.test(word)) && !/[.!?]$/.test(text);
}
/** Whether a capitalised word is a name where capitals alone do not tell (openings, headings, German). */
function isLikelyName(name, midSentence, titleCase, settings) {
	const lower = name.raw.toLowerCase();
	if (settings.aliases(name.raw).length > 0) return true;
	if (isOpener(lower) || isEmptyWord(lower, settings.language)) return false;
	if (midSentence.has(name.raw)) return true;
	const casing = settings.casing(lower);
	if (casing) return casing === "name" && settings.language !== "de";
	return !titleCase && settings.language !== "de" && !COMMON_ENDING.test(lower);
}
/** Each name of a plain text against the posts that `postsAt` gives for its place. */
function checkNames(text, postsAt, settings) {
	const names = findNames(text, settings.language);
	const titleCase = isTitleCase(text);
	const everyNoun = titleCase || settings.language === "de";
	const midSentence = new Set(names.filter((name) => !name.opening && !everyNoun).map(({ raw }) => raw));
	const checked = {
		unsaid: [],
		settled: []
	};
	const expansions = findExpansions(text, names.flatMap(({ start }) => postsAt(start)));
	for (const name of names) {
		const { raw, start, close, kind, version } = name;
		if (expansions.some((place) => start >= place.start && start < place.end)) continue;
		const lower = raw.toLowerCase();
		if (GENERIC.has(raw) || CALENDAR.has(lower) || PLATFORMS$1.has(lower)) continue;
		const own = postsAt(start);
		const posts = [...own, ...settings.context];
		if (!posts.some((post) => holdsName$1(raw, post, settings.aliases))) {
			const certain = kind !== "capitalised" || !name.opening && !everyNoun;
			const excused = !certain && posts.some((post) => post.stems.has(wordStem(foldCase(raw))));
			if (certain || !excused && isLikelyName(name, midSentence, titleCase, settings)) checked.unsaid.push({
				raw,
				start
			});
		} else if (version) {
			const spellings = [raw, ...settings.aliases(raw)];
			const saidBy = (list) => list.some((post) => spellings.some((spelling) => holdsVersion(spelling, version, post) || holdsBareVersion(spelling, version, post)));
			if ((Number(version) >= 10 || name.opening && isOpener(lower)) && (saidBy(own) || !saidBy(posts))) continue;
			if (!saidBy(posts)) checked.unsaid.push({
				raw: `${raw} ${version}`,
				start
			});
			checked.settled.push({
				start,
				end: close
			});
		}
	}
	return checked;
}
const EXPANSION = /(?<![\p{L}\p{N}])(?!(?:The|An?|This|In|On|Its|Their) )\p{Lu}\p{Ll}+(?:[ -](?:of|and|the|for|in|to)(?=[ -])|[ -]\p{Lu}\p{Ll}+)+/gu;
/** Where a text writes out an acronym of its posts: "Mixture of Experts" for MoE. */
function findExpansions(text, posts) {
	const found = [];
	for (const match of text.matchAll(EXPANSION)) {
		const initials = match[0].split(/[ -]/).map((word) => word[0] ?? "");
		const spellings = [initials.join(""), initials.filter((letter) => /\p{Lu}/u.test(letter)).join("")].filter((letters) => letters.length > 1);
		const acronyms = new Set(spellings.map((letters) => letters.toLowerCase()));
		if (posts.some((post) => (post.text.match(/\b\p{Lu}[\p{L}]*\p{Lu}s?\b/gu) ?? []).some((word) => acronyms.has(word.replace(/s$/, "").toLowerCase())))) found.push({
			start: match.index,
			end: match.index + match[0].length
		});
	}
	return found;
}
// src/editorial/verify/compute.ts
/** Two numbers are of one thing only when they stand this near to each other in the post, in characters. */
const MAX_DISTANCE = 260;
/** … without a unit, this near. */
const MAX_BARE_DISTANCE = 60;
/** A rounded number keeps at least this precision, as a share of it. */
const ROUNDING_SHARE = .015;
const HEDGED_SHARE = .06;
const WRITTEN_SHARE = .045;
function inBase({ value, unit }) {
	const base = baseOf(unit);
	return {
		value: value * base.factor,
		unit: base.unit
	};
}
/** Pairs of a post's numbers that measure the same thing. */
function* pairsOf({ quantities }) {
	for (const [i, one] of quantities.entries()) for (const other of quantities.slice(i + 1, i + 9)) {
		if (other.start - one.end > MAX_DISTANCE) break;
		for (const a of one.readings.slice(0, 2)) for (const b of other.readings.slice(0, 2)) {
			const [x, y] = [inBase(a), inBase(b)];
			if (a.per && b.per && a.per !== b.per) continue;
			const far = other.start - one.end > MAX_BARE_DISTANCE;
			if ((x.unit === y.unit ? x.unit !== void 0 || !far : (!x.unit || !y.unit) && !far) && x.value > 0 && y.value > 0 && x.value !== y.value) yield [
				Math.max(x.value, y.value),
				Math.min(x.value, y.value),
				x.unit ?? y.unit
			];
		}
	}
}
const isSameUnit = (a, b) => a === b || (!a || isCounted(a)) && (!b || isCounted(b)) && (!a || !b);
const isNear = (value, said, tolerance) => Math.abs(value - said) <= tolerance + 1e-9;
const DIFFERENCE = /\b(?:by|leads?|gap|margin|difference|more|less|fewer|higher|lower|ahead|behind|above|below|apart|points?|saves?|saved|cut|extra|short|larger|smaller|within|under|over)\b/i;
/** Whether a post's printed number, rounded as the text writes it, is the text's. */
function isRounding({ readings, step }, { quantities }) {
	return readings.some((claim) => {
		const mine = inBase(claim);
		const grain = step * baseOf(claim.unit).factor;
		if (mine.value === 0 || grain / mine.value > ROUNDING_SHARE) return false;
		return quantities.some((said) => said.readings.some((reading) => {
			const theirs = inBase(reading);
			return isSameUnit(mine.unit, theirs.unit) && claim.per === reading.per && isNear(mine.value, theirs.value, grain / 2);
		}));
	});
}
/** Whether the number is a difference, ratio or share of numbers that one post gives for the same thing. */
function isComputed(quantity, around, post, hedge) {
	if (isRounding(quantity, post)) return true;
	const reading = quantity.readings[0];
	if (!reading || quantity.version || reading.unit === "rank") return false;
	const { value, unit } = inBase(reading);
	const loose = hedge ? HEDGED_SHARE : quantity.written ? WRITTEN_SHARE : 0;
	const tolerance = Math.max(quantity.step * baseOf(reading.unit).factor / 2, value * loose);
	for (const [high, low, base] of pairsOf(post)) if (unit === "x") {
		const near = Math.min(tolerance, value * (hedge || quantity.written ? .06 : .025));
		if (base !== void 0 && base !== "percent" && base !== "x" && isNear(value, high / low, near)) return true;
	} else if (unit === "percent" || unit === "pp") {
		const shares = [
			low / high,
			(high - low) / low,
			(high - low) / high
		].map((share) => share * 100);
		if (value < 100 && base !== "percent" && base !== "x" && shares.some((share) => isNear(value, share, Math.max(.5, loose * 10)))) return true;
		if (base === "percent" && DIFFERENCE.test(around) && isNear(value, high - low, tolerance)) return true;
	} else if (DIFFERENCE.test(around) && value > 0 && isNear(value, high - low, Math.min(tolerance, value * .06)) && isSameUnit(unit, base)) return true;
	return false;
}
const FRACTIONS = [
	[/two[- ]thirds/i, 2 / 3],
	[/three[- ]quarters/i, .75],
	[/hal(?:f|ves)/i, .5],
	[/third/i, 1 / 3],
	[/quarter/i, .25],
	[/fifth/i, .2],
	[/tenth/i, .1]
];
const FRACTION_TOLERANCE = .03;
/** Whether a post's numbers make the fraction: a percentage, two numbers, or "2.9 times lower". */
function isFractionComputed(raw, posts) {
	const fraction = FRACTIONS.find(([pattern]) => pattern.test(raw))?.[1];
	if (fraction === void 0) return false;
	const near = (share) => isNear(share, fraction, FRACTION_TOLERANCE);
	return posts.some((post) => {
		for (const { readings } of post.quantities) for (const { value, unit } of readings) {
			if (unit === "percent" && near(value / 100)) return true;
			if (unit === "x" && value > 1 && (near(1 - 1 / value) || near(1 / value))) return true;
		}
		for (const [high, low] of pairsOf(post)) if (near(low / high) || near(1 - low / high)) return true;
		return false;
	});
}
const LARGE_FRACTION = /\b(half|(?:a|one|two|three) (?:third|quarter|fifth)s?) (?:of )?an? (million|billion|trillion)\b/gi;
const LARGE = {
	million: 1e6,
	billion: 1e9,
	trillion: 0xe8d4a51000
};
/** "Three quarters of a trillion": the fraction's place and value. */
function findLargeFractions(text) {
	return [...text.matchAll(LARGE_FRACTION)].map((match) => {
		const [raw, part = "", unit = ""] = match;
		const fraction = FRACTIONS.find(([pattern]) => pattern.test(part))?.[1] ?? 0;
		return {
			raw,
			start: match.index,
			end: match.index + raw.length,
			value: fraction * (LARGE[unit.toLowerCase()] ?? 0)
		};
	});
}
/** Whether a post has about this value. */
function holdsAbout(value, { quantities }) {
	return quantities.some(({ readings }) => readings.some((said) => isNear(said.value, value, value * .02)));
}
/** One thing of a list: a name of up to four words, or a number with its unit. */
const ITEM = /(?:an? |the )?(?:\p{Lu}[\p{L}\p{N}.+-]*|[\p{L}]*\d[\p{L}\p{N}.%-]*|\p{Ll}+\p{Lu}[\p{L}\p{N}]*)(?:[ -][\p{L}\p{N}.+-]+){0,4}/u.source;
const LIST = new RegExp(`${ITEM}(?:(?:, (?:and |or )?| and | or | & )${ITEM})+`, "gu");
/** Whether the text lists as many things as it says: "three rivals: A, B and C". */
function countsItsList({ readings, start, end }, text) {
	const value = readings[0]?.value ?? 0;
	if (value < 2 || value > 12 || !Number.isInteger(value)) return false;
	const lists = [text.slice(end, end + 240), text.slice(Math.max(0, start - 160), start)].flatMap((part) => part.match(LIST) ?? []);
	for (const list of lists) if (list.split(/, (?:and |or )?| and | or | & /).filter((item) => item.trim() !== "").length === value) return true;
	return false;
}
// src/editorial/verify/match-quantity.ts
const ABOUT = /(?:\b(?:about|around|roughly|approximately|approx\.?|some|circa|ca\.|rund|etwa|close to)|[~≈])\s?[$€£]?$/i;
const OVER = /(?:\b(?:over|more than|above|at least|exceed(?:s|ed|ing)?|pass(?:es|ed|ing)?|beyond|top(?:s|ped|ping)?|cross(?:es|ed|ing)?|surpass(?:es|ed|ing)?|über|mehr als)|>=?|≥)\s?[$€£]?$/i;
const UNDER = /(?:\b(?:under|below|less than|fewer than|nearly|almost|just short of|fast|knapp|unter|weniger als)|<=?|≤)\s?[$€£]?$/i;
/** The hedge that a quantity has, from what stands right before and right after it. */
function findHedge(before, after) {
	if (/^\+/.test(after)) return "over";
	return ABOUT.test(before) ? "about" : OVER.test(before) ? "over" : UNDER.test(before) ? "under" : void 0;
}
const sameValue = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
/** How far a hedged number may be from the one that was said, as a share of it. Chosen, not measured. */
const ABOUT_SHARE = .05;
/** Whether the hedged number is a coarser form of what was said. `step` is what its last digit is worth. */
function rounds(claim, said, step, hedge) {
	const { value, unit } = claim;
	if (value === 0 || said === 0) return false;
	const grain = step * 10 ** (/^\d+?(0*)$/.exec(String(Math.round(value / step)))?.[1]?.length ?? 0);
	if (Math.abs(said / grain - Math.round(said / grain)) < 1e-9) return false;
	const ratio = said / value;
	if (hedge === "over") return ratio > 1 && (ratio <= 1.1 || unit === "x" && said < value + 1);
	if (hedge === "under") return ratio < 1 && ratio >= .95;
	return Math.abs(ratio - 1) <= ABOUT_SHARE;
}
/** Whether what is claimed per something may rest on what was said, given the periods that each text names. */
function ratesFit(claim, said, saidUnits, claimedUnits) {
	if (claim.per === said.per) return true;
	if (claim.per) return said.per === void 0 && saidUnits.has(claim.per);
	return CURRENCIES.has(said.unit ?? "") || claimedUnits.has(said.per ?? "");
}
/** A thing counted may go unnamed on either side; a measure may not, and no thing stands for another. */
function unitsFit(claim, said) {
	if (claim === said) return true;
	if (claim === "pp" && said === "point" || claim === "point" && said === "pp") return true;
	const loose = (unit) => unit === void 0 || isCounted(unit);
	return loose(claim) && loose(said) && (claim === void 0 || said === void 0);
}
function isReadingSaid(claim, said, step, hedge) {
	const [a, b] = [baseOf(claim.unit), baseOf(said.unit)];
	if (!unitsFit(a.unit, b.unit)) return false;
	const base = {
		value: claim.value * a.factor,
		...claim.unit && { unit: claim.unit }
	};
	const value = said.value * b.factor;
	return sameValue(base.value, value) || hedge !== void 0 && rounds(base, value, step * a.factor, hedge);
}
const COUNTS = {
	point: ["score"],
	like: ["likes"],
	comment: ["comments", "replies"],
	reply: ["replies", "comments"],
	repost: ["reposts"],
	view: ["views"],
	quote: ["quotes"],
	bookmark: ["bookmarks"]
};
/** Whether it is one of the post's own engagement figures. 12.4k stands for 12,350 to 12,499: rounded or cut off. */
function isMetric({ readings, step }, metrics, hedge) {
	return readings.some((reading) => {
		const { value, unit } = reading;
		if (unit === "percent") return sameValue(value, Math.round((metrics.upvoteRatio ?? 0) * 100));
		return (COUNTS[unit ?? ""] ?? []).some((key) => {
			const count = metrics[key];
			if (count === void 0) return false;
			return step > 1 && value - count <= step / 2 && count - value < step || sameValue(value, count) || hedge !== void 0 && rounds(reading, count, step, hedge);
		});
	});
}
/** Whether a post gives the quantity. `claimedUnits` are all units that the claiming text names. */
function isQuantitySaid(quantity, post, hedge, claimedUnits) {
	if (quantity.version) return post.lower.includes(quantity.version);
	if (post.evidence.metrics && isMetric(quantity, post.evidence.metrics, hedge)) return true;
	return quantity.readings.some((claim) => post.quantities.some(({ readings }) => readings.some((said) => isReadingSaid(claim, said, quantity.step, hedge) && ratesFit(claim, said, post.units, claimedUnits))));
}
// src/editorial/verify/check-numbers.ts
/** "Two users", "three posts": what a reporter counts himself. */
const COUNTED_HERE = /^(?:posts?|users?|people|accounts?|threads?|commenters?|authors?|tweets?|reports?|developers?|researchers?|voices)$/;
/** Two of a kind in one post make "doubled": 10K and 20K. */
function isRatio(reading, post) {
	if (reading.unit !== "x" || reading.value < 2 || reading.value > 4) return false;
	const values = post.quantities.flatMap((said) => said.readings.slice(0, 1)).filter(({ unit }) => unit);
	return values.some((a) => values.some((b) => a.unit === b.unit && sameValue(a.value, b.value * reading.value)));
}
/** "Came second" is a rank. */
const PLACED = /\b(?:came|comes?|coming|rank(?:s|ed|ing)?|plac(?:es?|ed|ing)|finish(?:es|ed|ing)?)(?: in)? (?:the )?$/i;
/** "One" and "one user" are mostly pronouns, "first" and "second" mostly an order of telling. */
function isIdle({ written, readings, start }, text) {
	if (PLACED.test(text.slice(Math.max(0, start - 16), start))) return false;
	const [value, unit] = [readings[0]?.value ?? 0, readings[0]?.unit];
	const loose = !unit || unit === "rank" || isCounted(unit);
	return written && (value === 0 || value === 1 && loose || value === 2 && unit === "rank");
}
const isCountable = ({ readings }) => readings.some(({ unit, per }) => !per && (unit === void 0 || isCounted(unit)));
/** "Three posts": as many as are cited here, or as wrote them. */
function isCountOfPosts({ readings, start }, text, posts) {
	const noun = /^[\p{L}\d,.]+(?: [a-z]+)? ([a-z]+)/u.exec(text.slice(start, start + 40))?.[1] ?? "";
	const near = /^[\p{L}\d,.]+ ([a-z]+)/u.exec(text.slice(start, start + 40))?.[1] ?? "";
	if (!COUNTED_HERE.test(noun) && !COUNTED_HERE.test(near)) return false;
	const value = readings[0]?.value;
	return value === posts.length || value === new Set(posts.map(({ evidence }) => evidence.author)).size;
}
function isBacked(quantity, text, posts, claimed) {
	const { raw, start, end, readings, written } = quantity;
	if (/^\+?(?: \p{L}+)?\.\.\.$/u.test(text.slice(end, end + 20).trimEnd()) && posts.some((post) => post.text.includes(raw))) return true;
	const hedge = findHedge(text.slice(Math.max(0, start - 24), start), text.slice(end, end + 2));
	return posts.some((post) => isQuantitySaid(quantity, post, hedge, claimed)) || written && readings.some((reading) => posts.some((post) => isRatio(reading, post))) || posts.some((post) => isComputed(quantity, text.slice(Math.max(0, start - 40), end + 30), post, hedge)) || isCountable(quantity) && countsItsList(quantity, text) || /^(?:19|20)\d\d$/.test(raw) && posts.some((post) => post.evidence.createdAt?.startsWith(raw));
}
/** The numbers and dates of a plain text, each with whether one of the posts that `postsAt` gives for it holds it. */
function checkNumbers(text, postsAt, decimalComma) {
	const found = [];
	let rest = text;
	for (const date of findDates(text)) {
		const { raw, start, end } = date;
		rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
		const said = postsAt(start).some((post) => holdsDate(date, post.dates, post.evidence.createdAt));
		found.push({
			raw,
			start,
			said
		});
	}
	for (const { raw, start, end, value } of findLargeFractions(rest)) {
		rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
		found.push({
			raw,
			start,
			said: postsAt(start).some((post) => holdsAbout(value, post))
		});
	}
	rest = rest.replace(/\b(?:an?|one|two|three|four) ?-?(?=(?:(?:third|quarter|fifth|tenth)s|(?:third|quarter|fifth|tenth) of)\b)/gi, (part) => " ".repeat(part.length));
	const claimed = unitsOf(text);
	const inForeignForm = (start, posts) => posts.length > 0 && findQuantities(rest, { decimalComma: !decimalComma }).some((other) => other.start === start && isBacked(other, rest, posts, claimed));
	for (const quantity of findQuantities(rest, { decimalComma })) {
		const { raw, start } = quantity;
		const posts = postsAt(start);
		if (isIdle(quantity, rest) || isCountOfPosts(quantity, rest, posts)) continue;
		const foreign = posts.filter(({ language }) => language && usesDecimalComma(language) !== decimalComma);
		const said = isBacked(quantity, rest, posts, claimed) || inForeignForm(start, foreign);
		found.push({
			raw: raw.trim(),
			start,
			said
		});
	}
	return found;
}
// src/editorial/verify/check-spelling.ts
/** Known companies, models, people and products in small letters. */
function findSmallNames(text) {
	const { text: plain, mentions } = findVocabulary(text);
	return mentions.flatMap(({ tag, start, end, role }) => {
		const raw = plain.slice(start, end);
		return role !== "topic" && role !== "thing" && raw === raw.toLowerCase() && /\p{L}{3}/u.test(raw) ? [{
			raw,
			name: tag.name,
			start
		}] : [];
	});
}
// src/editorial/verify/check-wording.ts
/** The least share of a sentence's content words that its posts must hold; docs/grounding.md says how it was set. */
const MIN_SUPPORT_SHARE = .3;
/** A sentence with fewer words and numbers says too little by itself: it is judged with the others on the same posts. */
const MIN_CLAIM_WORDS = 4;
/** Whether all sentences on the same posts together are supported. */
const wholes = /* @__PURE__ */ new WeakMap();
function isSupported(claim, around, posts, language) {
	const stems = [...contentStems(claim.text, language)];
	const held = stems.filter((word) => posts.some((post) => post.stems.has(word))).length + claim.numbers.filter((said) => said).length;
	const all = stems.length + claim.numbers.length;
	if (all >= MIN_CLAIM_WORDS) return held >= all * MIN_SUPPORT_SHARE;
	if (around.length > 1) {
		const known = wholes.get(around);
		if (known !== void 0) return known;
		const supported = isSupported({
			text: around.map(({ text }) => text).join(" "),
			numbers: around.flatMap(({ numbers }) => numbers)
		}, [], posts, language);
		wholes.set(around, supported);
		return supported;
	}
	return all < 2 || held > 0;
}
/**
* Why the wording of a sentence does not stand, if so. `around` is all that the same posts are cited for.
*/
function findWordingFault(sentence, around, posts, language) {
	if (!isSupported(sentence, around, posts, language)) return {
		reason: "wording",
		what: `"${sentence.text.trim()}"`
	};
	const flipped = findFlip(sentence.text, posts.map(({ polarity }) => polarity), language);
	return flipped ? {
		reason: "denial",
		what: `"${flipped}"`
	} : void 0;
}
// src/editorial/verify/passage.ts
function sentencesOf(text, language) {
	const found = [];
	let from = 0;
	for (const sentence of splitSentences(text, language)) {
		const at = text.indexOf(sentence, from);
		const start = at < 0 ? from : at;
		from = start + sentence.length;
		found.push({
			start,
			end: from
		});
	}
	return found;
}
/** A plain text, every sentence of which is held to the same posts. */
function readText(text, ids, language) {
	const plain = spokenText(text).trim();
	return {
		text: plain,
		sentences: sentencesOf(plain, language).map((place) => ({
			...place,
			ids
		})),
		cites: []
	};
}
// src/editorial/verify/refusal.ts
const EXPLANATIONS = {
	event: "tell of no such event",
	quantifier: "do not go so far",
	cause: "give no such cause",
	time: "do not say when, or that it changed or will",
	wording: "do not say",
	opposite: "say the opposite",
	denial: "say the opposite of",
	hedge: "leave open, with",
	swap: "have it the other way round",
	owner: "give no such number to it",
	speaker: "are not words of"
};
/** A sentence that a model can act on. `ids` are the posts cited. */
function explainRefusal({ reason, what }, ids, statement) {
	const explanation = EXPLANATIONS[reason];
	const cited = `[${ids.join("], [")}]`;
	return explanation ? `the posts cited (${cited}) ${explanation}: ${what} in: ${statement}` : what;
}
const REPORT = new RegExp(`^(?:says?|said|argue[sd]?|claims?|claimed|reports?|reported|announce[sd]?|note[sd]?|notes|called|calls|warn(?:s|ed)|admit(?:s|ted)|confirm(?:s|ed)|insist(?:s|ed)|measured?|found|estimate[sd]?|conclude[sd]?|explain(?:s|ed)|states?|stated|acknowledge[sd]?|complain(?:s|ed)|observe[sd]?|predict(?:s|ed)|recommend(?:s|ed)|clarif(?:y|ies|ied)|criticize[sd]?|praise[sd]?|suggest(?:s|ed))$`, "i");
const CROWD = /^(?:commenters?|users?|readers?|several|some|one|others?|op|poster|author|testers?|developers?|critics?|people|many|they|he|she|customers?)$/i;
const GROUP = /^(?:team|staff|employees?|engineers?|researchers?|developers?|ceo|founders?|itself|officials?)$/i;
/** Who speaks: the name before a verb of report, or after "according to". */
function speakersOf(sentence) {
	const { tokens, text, start } = sentence;
	const found = [];
	for (const [at, token] of tokens.entries()) {
		if (REPORT.test(token.word)) {
			let i = at - 1;
			while (i >= 0 && i >= at - 3 && (/ly$|^(?:has|have|had|also|later|then|itself|himself|herself|that|who|team|staff|'s)$/.test(tokens[i]?.word ?? "") || GROUP.test(tokens[i]?.word ?? ""))) i--;
			const subject = tokens[i];
			const between = subject ? text.slice(subject.end - start, token.start - start) : "";
			if (subject && at - i <= 4 && !/[;:.,@]|\s{3}/.test(between)) found.push({
				token: subject,
				name: subject.kind === "name"
			});
		}
		const before = text.slice(Math.max(0, token.start - start - 14), token.start - start);
		if (/\baccording to (?:the )?$/i.test(before)) found.push({
			token,
			name: token.kind === "name"
		});
	}
	return found;
}
/** Whether the sentence is a line of a dialogue: "Naomi: what did he say?" */
const opens = ({ tokens: [first], text, start }, { key }) => first !== void 0 && /^\s*:/.test(text.slice(first.end - start)) && isSameName(first.key || first.word, key);
/** The speaker whom the posts do not have saying anything of the kind, if there is one. */
function findWrongSpeaker(claim, posts) {
	const speakers = speakersOf(claim).filter(({ token, name }) => name && !CROWD.test(token.word) && !/^(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/.test(token.word));
	for (const { token } of speakers) {
		if (posts.some(({ isAuthor }) => isAuthor(token.raw))) continue;
		const sentences = posts.flatMap((post) => post.sentences);
		const isSpeaker = (sentence) => speakersOf(sentence).some((other) => other.name && isSameName(other.token.key, token.key));
		if (!sentences.some((sentence) => sentence.tokens.some(({ kind, key }) => kind === "name" && isSameName(key, token.key)))) continue;
		const others = claim.tokens.filter(({ kind, key }) => kind !== "empty" && !isSameName(key, token.key));
		const keys = new Set(others.map(({ key }) => key));
		const most = Math.max(0, ...sentences.map((sentence) => countShared(keys, sentence.keys)));
		const nearest = sentences.filter((sentence) => countShared(keys, sentence.keys) === most);
		const named = (sentence) => sentence.tokens.some(({ kind, key }) => kind === "name" && isSameName(key, token.key));
		if (nearest.some(isSpeaker) || sentences.some((sentence) => opens(sentence, token))) continue;
		const related = sentences.filter((sentence) => countShared(keys, sentence.keys) >= 2);
		if (nearest.every((sentence) => speakersOf(sentence).length > 0)) return token.raw;
		if (related.length > 0 && !related.some(named)) return token.raw;
	}
}
// src/editorial/verify/lexicon/degrees.ts
const whole = (list) => new RegExp(`(?<![\\p{L}\\p{N}-])(?:${list.trim().replace(/\s*\|\s*/g, "|")})(?![\\p{L}\\p{N}])`, "iu");
/** All kinds; `says` finds every place. */
const TRIGGERS = [
	{
		name: "first",
		kind: "quantifier",
		says: whole("(?:is|was|are|were|be|became|becomes|as) (?:[\\p{L}]+[’']s |its |their )?(?:the )?(?:world[’']s )?first|the world[’']s first|first[- ]ever|first to|the earliest"),
		covers: whole("first|1st|earliest|debut\\w*|pioneer\\w*|never before|#1|maiden|initial(?:ly)?|inaugural")
	},
	{
		name: "only",
		kind: "quantifier",
		says: whole("the only|only one|only(?!\\s(?:(?:about|some|around|roughly|nearly)\\s)?[$€£]?(?:\\d|(?:one|two|three|four|five)\\b))|sole|solely|exclusive|exclusively|uniquely|nobody else|no one else|no other|unrivall?ed|alone among"),
		except: /\bnot only\b/i,
		covers: whole("only|sole|solely|exclusive\\w*|unique\\w*|just|no other|nobody else|no one else|alone|nothing else|merely|but one|one of")
	},
	{
		name: "all",
		kind: "quantifier",
		says: whole("all|every|everyone|everybody|everything|each and every|any and all|entire|entirely|whole|wholly|completely|totally|unanimous\\w*|across the board|fully|100 ?%"),
		except: /\b(?:at all|after all|all-?(?:in|time|round|star|out|new|day)|above all|all about|all the (?:same|more|while)|for all|each of|all (?:day|night|week)|almost (?:all|every\w*)|nearly (?:all|every\w*)|not (?:all|every\w*|fully|entirely|completely)|overall|all of (?:this|that|it)|every (?:\d+|other|day|week|month|year|hour|time|second|minute|few|now))\b/i,
		covers: whole("all|every|everyone|everybody|everything|each|any|anyone|anybody|entire|entirely|whole|wholly|complete|completely|total|totally|unanimous\\w*|across|throughout|fully|full|universal\\w*|always|100 ?%|0 ?%|none|no|zero|both|wherever|whenever|whatever|end-to-end|saturat\\w*")
	},
	{
		name: "everybody",
		kind: "quantifier",
		says: whole("(?:every|all|each|all the|all of the) (?:(?!other|day|week|month|year|time|single)[\\p{L}-]+ ){0,2}(?:users?|commenters?|readers?|researchers?|developers?|customers?|employees?|models?|engineers?|testers?|experts?|companies|labs?|benchmarks?|tasks?|tests?|agents?|devices?|gpus?|phones?|languages?|quantizations?|versions?|posts?|people|person|teams?|users|members?)|everyone|everybody"),
		covers: whole("all|every|everyone|everybody|everything|each|any|anyone|entire|whole|unanimous\\w*|universal\\w*|100 ?%|0 ?%|none|no|zero|both|always")
	},
	{
		name: "always",
		kind: "quantifier",
		says: whole("always|invariably|without exception|every time|at all times|forever|permanently|constantly|consistently|guarantee[sd]?|guaranteed"),
		covers: whole("always|invariably|without exception|every time|whenever|forever|permanent\\w*|constant\\w*|consistent\\w*|guarante\\w*|every|all|never|continu\\w*|stable|reliab\\w*|steady|24/7")
	},
	{
		name: "never",
		kind: "quantifier",
		says: whole("never|at no time|not once"),
		covers: whole("never|no|not|none|without|cannot|zero|nothing|nobody|n[’']t|\\w+n[’']t|avoid\\w*|instead|rather|unable|fail\\w*|first|unprecedented")
	},
	{
		name: "most",
		kind: "quantifier",
		says: whole("most (?:of )?(?:the )?(?:[\\p{L}-]+ ){0,2}(?:users?|commenters?|people|developers?|customers?|readers?|researchers?|companies|models?|tasks?|benchmarks?|metrics?|engineers?|employees?|posts?)|a majority|the majority|majority|mostly|the bulk|predominantly|mainly"),
		covers: whole("most|mostly|majority|bulk|predominant\\w*|main|mainly|largely|broad|broadly|overwhelming\\w*|almost (?:all|every)|nearly (?:all|every)|general|generally|many|typical\\w*|usual\\w*|all|every|primar\\w*|[5-9]\\d(?:\\.\\d+)? ?%|99%|consensus|common\\w*|several|numerous|others|focus\\w*|commenters|users")
	},
	{
		name: "superlative",
		kind: "quantifier",
		says: whole("the (?:best|worst|largest|biggest|fastest|slowest|cheapest|smallest|strongest|weakest|highest|lowest|most [\\p{L}-]+|least [\\p{L}-]+|top|leading|greatest|smartest|hardest|safest|oldest|newest|longest|shortest|richest)|world[’']s (?:best|largest|biggest|fastest|strongest|leading|most [\\p{L}-]+)|record-breaking|all-time (?:high|low|best)|ever made|ever built|in history|of all time|number one|unbeatable|second to none|best ever|ever"),
		except: /\b(?:at the (?:top|best|latest)|the best of|best of|the top of|the most of|ever (?:since|more|so)|hardly ever|if ever|most of|top[- ]\d+|the top \d+|the leading \d+|ever-\w+|what ?ever|for ever)\b/i,
		covers: whole("[\\p{L}]{3,}est|best|worst|most|least|top|topped|topping|tops|leading|leads?|leader\\w*|first|#1|1st|record\\w*|sota|state[- ]of[- ]the[- ]art|frontier|flagship|beat\\w*|outperform\\w*|surpass\\w*|ahead|exceed\\w*|every|all|number one|any|unprecedented|ever|history|never|dominat\\w*|max\\w*|min\\w*|premier|prime|main|major|ultra|super|no other|only|unmatched|peak|crown|king|ranked|ranks|higher|lower|better")
	},
	{
		name: "cause",
		kind: "cause",
		says: whole("because|because of|due to|owing to|thanks to|caused?|causes|causing|led to|leads to|leading to|forced|forces|forcing|prompted|prompting|as a result|resulted in|resulting in|results? from|stems from|triggered|triggers|triggering|consequently|therefore|hence|thereby|made .{1,40} (?:cheaper|faster|slower|worse|better|possible|impossible|obsolete)|after pressure|under pressure|in response to|in retaliation|drove|blamed on|is to blame|to blame for|reason why"),
		covers: whole("because|due to|owing to|thanks to|since|caus\\w*|led to|leads? to|leading to|forc\\w*|prompt\\w*|result\\w*|stem\\w*|trigger\\w*|consequen\\w*|therefore|hence|thereby|thus|so|so that|by|via|through|from|after|respon\\w*|retaliat\\w*|dr[oi]v\\w+|blam\\w*|reason\\w*|driven|attribut\\w*|enabl\\w*|allow\\w*|let|lets|make|makes|making|made|which|to|contribut\\w*|impl\\w+|means|meaning|suggest\\w*|as|why|help\\w*|lead\\w*|bottleneck\\w*|root")
	},
	{
		name: "strong cause",
		kind: "cause",
		says: whole("caused|causes|causing|forced (?!to\\b)|forced|forces|prompted|in retaliation|after pressure|under pressure|drove|blamed on|to blame for|triggered|because(?! of)|because of|led to|as a result of"),
		covers: whole("because|due to|owing to|thanks to|since|caus\\w*|led to|leads? to|leading to|forc\\w*|prompt\\w*|result\\w*|stem\\w*|trigger\\w*|consequen\\w*|therefore|hence|thus|respon\\w*|retaliat\\w*|dr[oi]v\\w+|blam\\w*|reason\\w*|attribut\\w*|contribut\\w*|pressure\\w*|why|bottleneck\\w*|root")
	},
	{
		name: "change over time",
		kind: "time",
		says: whole("no longer|used to|not any ?more|anymore|formerly|once was|until recently|has ceased|back then|in the past|was once|were once|ex-|discontinued"),
		covers: whole("\\w+n[’']t|not|cannot|no longer|used to|not any ?more|any ?more|former\\w*|once|until|ceas\\w*|previous\\w*|past|earlier|prior|before|was|were|had|old|now|ex|replac\\w*|retir\\w*|discontinu\\w*|stop\\w*|end\\w*|remov\\w*|drop\\w*|unavailable|gave way|instead|abandon\\w*|leav\\w*|left|switch\\w*|deprecat\\w*|without|go\\w* away|gone")
	},
	{
		name: "relative time",
		kind: "time",
		anywhere: true,
		says: whole("(?:next|last|past|previous|coming|later this|earlier this|this) (?:week|month|year|quarter|summer|winter|spring|autumn|fall|decade|night|weekend|day|morning|evening|afternoon)|yesterday|tomorrow|tonight|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\\d+) (?:years?|months?|weeks?|days?|hours?|decades?) (?:ago|later|earlier|from now)|years ago|months ago|soon|shortly|imminent(?:ly)?|in the coming|by the end of|at midnight|overnight"),
		covers: whole("(?:next|last|past|previous|coming|later|earlier|this|recent|upcoming|following) (?:few |several |\\w+ )?(?:weeks?|months?|years?|quarters?|summer|winter|spring|autumn|fall|decades?|nights?|weekend|days?|morning|evening|afternoon)|yesterday|tomorrow|tonight|today|ago|later|soon|shortly|imminent\\w*|upcoming|coming|before long|overnight|recent\\w*|just|midnight|by the end|in progress|planned|plans?|expected|eventually|will|already|to be|now|earlier")
	},
	{
		name: "future",
		kind: "time",
		says: whole("will|going to|is set to|are set to|plans to|is about to|are about to|upcoming|soon|is building|is developing|is working on|is making|are building"),
		except: /\b(?:will(?:ing|power)|last will)\b/i,
		covers: whole("will|[\\p{L}]+[’']ll|won[’']t|going to|gonna|set to|plan\\w*|about to|upcoming|soon|future|next|coming|expect\\w*|intend\\w*|aim\\w*|later|by \\d{4}|tomorrow|shall|schedul\\w*|eventual\\w*|toward|hope\\w*|roadmap|forthcoming|prepar\\w*|working|making|wants?|in progress|predict\\w*|propos\\w*|(?:is|are|am|be|[’'](?:re|m|s)) [\\p{L}]+ing")
	},
	{
		name: "ahead",
		kind: "quantifier",
		says: whole("beats?|beaten|beating|outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|outscores?d?|tops|topped|outranks?|overtak(?:es|en|ing)|overtook|dominat(?:es|ed|ing)|leads (?:all|every|the|both|each)"),
		covers: whole("beat\\w*|outperform\\w*|surpass\\w*|outscor\\w*|top|tops|topped|topping|outrank\\w*|overt\\w+|dominat\\w*|leads?|led|leading|leader\\w*|ahead|above|over|exceed\\w*|better|best|higher|highest|superior|win|wins|won|winning|first|#1|faster|fastest|stronger|strongest|more|most|improv\\w*|record|sota|state[- ]of[- ]the[- ]art|gains?|edge\\w*|cheaper|smarter|lower|behind|below|worse|trail\\w*|lag\\w*|lose|loses|lost|defeat\\w*|crush\\w*|rank\\w*|than")
	},
	{
		name: "frequency",
		kind: "time",
		says: whole("hourly|daily|weekly|monthly|yearly|annual(?:ly)?|nightly"),
		covers: whole("hourly|daily|weekly|monthly|yearly|annual\\w*|nightly|(?:an?|per|each|every|the|this|last|\\d+) (?:hours?|days?|weeks?|months?|years?|nights?)|/(?:h|d|day|mo|month|yr|year|week)|arr|run[- ]rate")
	},
	{
		name: "price",
		kind: "quantifier",
		says: whole("(?:is|are|was|were|for|be|become|becomes) (?:(?:now|entirely|completely)\\s)?free|free of charge|at no cost|gratis|costs nothing"),
		except: /\bfree (?:of (?!charge)|from|to)\b/i,
		covers: whole("free\\w*|gratis|no cost|without (?:charge|cost|paying)|[$€£]0|open[- ]?(?:source\\w*|weights?)|costs? nothing|zero cost")
	},
	{
		name: "availability",
		kind: "quantifier",
		says: whole("generally available|widely available|available to (?:all|everyone|everybody|anyone)|general availability|ga"),
		covers: whole("generally available|general availability|ga|widely|broad(?:ly)?|everyone|everybody|all|anyone|public(?:ly)?|rolled out")
	},
	{
		name: "ordinal",
		kind: "quantifier",
		anywhere: true,
		says: whole("(?:the|its|their|a|his|her) (?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"),
		except: /\b(?:second|third|fourth) (?:half|quarter|time|place|party|option|way|person|one)\b|\bsecond[- ](?:hand|guess|opinion)|\ba (?:third|fifth|tenth|second)\b/i,
		covers: whole("second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\\d+(?:nd|rd|th)|#\\d+|two|three|four|five")
	},
	{
		name: "independent",
		kind: "quantifier",
		says: whole("independent(?:ly)?|third[- ]party|peer[- ]reviewed|officially|official"),
		covers: whole("independent\\w*|third[- ]part\\w*|peer[- ]review\\w*|external\\w*|official\\w*|announc\\w*|own")
	},
	{
		name: "fraction",
		kind: "fraction",
		says: whole("half|halves|one third|a third|two[- ]thirds|three[- ]quarters|a quarter|one quarter|a fifth|one fifth|a tenth|one tenth|dozens|hundreds|thousands|millions|billions|tens of|a handful|one in (?:two|three|four|five|ten|\\d+)|(?:two|three|four|five|six|seven|eight|nine) (?:in|out of) (?:ten|five|\\d+)"),
		except: /\b(?:in (?:the )?(?:first|second) half|second half|better half|half (?:a )?dozen|half-?(?:life|hour|time)|a third[- ](?:party|time|place|option|way|model|person)|quarter[- ](?:over|end|final)|a quarter ago)\b/i,
		covers: whole("half|halves|halv\\w+|third|thirds|quarters?|fifth|tenth|dozens?|hundreds?|thousands?|millions?|billions?|tens|handful")
	}
].map((trigger) => ({
	...trigger,
	says: new RegExp(trigger.says, "giu")
}));
// src/editorial/verify/statements/check-degree.ts
/** A post's sentence covers a word of degree when it shares this many content words with what uses it. */
const MIN_SHARED$2 = 1;
/** … and at least this share of what the nearest sentence shares with it. */
const NEAR_SHARE$1 = .5;
/**
* The words of degree in a sentence that no sentence of the posts covers. `isComputed` accepts a fraction that the
* posts' numbers give.
*/
function findDegreeFaults(claim, posts, isComputed) {
	const faults = [];
	const shared = posts.map((sentence) => countShared(claim.keys, sentence.keys));
	const least = Math.max(MIN_SHARED$2, Math.max(0, ...shared) * NEAR_SHARE$1);
	const near = posts.filter((_, index) => (shared[index] ?? 0) >= least);
	const related = posts.filter((_, index) => (shared[index] ?? 0) >= MIN_SHARED$2);
	for (const { says, covers, except, kind, anywhere } of TRIGGERS) for (const match of claim.text.matchAll(says)) {
		const around = claim.text.slice(Math.max(0, match.index - 12), match.index + match[0].length + 14);
		if (except?.test(around)) continue;
		if ((anywhere ? related : near).some(({ text }) => covers.test(text))) continue;
		if ((kind === "time" || kind === "cause") && posts.some(({ text }) => text.toLowerCase().includes(match[0].toLowerCase()))) continue;
		if (kind === "fraction" && isComputed(match[0])) continue;
		faults.push({
			kind,
			raw: match[0],
			start: claim.start + match.index
		});
	}
	return faults;
}
// src/editorial/verify/statements/check-future.ts
const ANNOUNCED = /\b(?:will|won['\u2019]t|going to|set to|plan(?:s|ned|ning)?|about to|intend(?:s|ed)?|promis(?:e|es|ed|ing)|soon|upcoming|forthcoming|scheduled|aims? to|shall|hopes? to|expected to|next (?:week|month|year|quarter|summer|spring|fall|autumn|winter)|(?:coming|following) (?:days|weeks|months)|later this|by the end of|in progress|roadmap)\b|['\u2019]ll\b/i;
/** What a text may say instead: a date, an intention. */
const OPEN = /\b(?:would|could|may|might|wants?|wish(?:es)?|wanted|to (?:be|come|follow)|eventual\w*|future|announce[sd]?|tomorrow|await\w*|ahead|prepar\w+|pending|january|february|march|april|june|july|august|september|october|november|december)\b|\b20\d\d\b/i;
const DONE = /\b(?:has|have|had) (?:\w+ly |already |just |now )?\w+(?:ed|en|un|ne|ld|nt|ght)\b|\b(?:already|started|began|begun|launched|released|shipped|sold|opened|published|finished|completed|delivered|became|removed|added|introduced|is (?:now )?(?:out|live|available)|are (?:now )?(?:out|live|available))\b/i;
const MIN_SHARED$1 = 2;
/** The words that say it is done, where the nearest sentences of the posts all announce it. */
function findDoneAlready(claim, posts) {
	const done = DONE.exec(claim.text)?.[0];
	if (!done || ANNOUNCED.test(claim.text) || OPEN.test(claim.text)) return void 0;
	const shared = posts.map(({ keys }) => countShared(claim.keys, keys));
	const most = Math.max(0, ...shared);
	if (most < MIN_SHARED$1) return void 0;
	return posts.filter((_, at) => shared[at] === most).every(({ text }) => ANNOUNCED.test(text)) ? done : void 0;
}
const WEEKDAY = /\b(?:(last|next|this) )?(sunday|monday|tuesday|wednesday|thursday|friday|saturday)s?\b/giu;
const NAMES = [
	"sunday",
	"monday",
	"tuesday",
	"wednesday",
	"thursday",
	"friday",
	"saturday"
];
/** A weekday that no post names, has as a date or was written on (a day more or less, for time zones). */
function findWrongWeekday(text, posts) {
	for (const [raw, relative, name = ""] of text.matchAll(WEEKDAY)) {
		const day = NAMES.indexOf(name.toLowerCase());
		if (!posts.some(({ lower, createdAt, dates }) => {
			if (new RegExp(`\\b${NAMES[day]?.slice(0, 3)}(?:${NAMES[day]?.slice(3)}s?)?\\b`).test(lower)) return true;
			if (relative || !createdAt) return false;
			const written = new Date(createdAt);
			const year = written.getUTCFullYear();
			return dates.map((date) => date.day ? new Date(Date.UTC(date.year ?? year, date.month - 1, date.day)).getUTCDay() : -1).includes(day) || [
				0,
				1,
				6
			].some((shift) => (written.getUTCDay() + shift) % 7 === day);
		})) return raw;
	}
}
// src/editorial/verify/lexicon/hedges.ts
/** Whether it holds at all. */
const DOUBTS = words$1(`may might could possibly possible perhaps maybe potentially potential appear appears appeared apparently
  seem seems seemed seemingly suggest suggests suggesting likely unlikely probably presumably rumored rumoured rumor
  rumors rumour reportedly allegedly alleged supposedly purportedly purported speculate speculates speculated speculation speculating
  hypothetically arguably hint hints hinted hinting estimate estimates estimated expect expects expected hope hopes hoping
  unconfirmed unverified plausibly plausible conceivably wonder wonders wondered asking asked ask wish wishes wished want
  wants should would jokingly joke joked joking humorous sarcastic sarcastically satirical meme believed thought
  believes believe thinks think feels feel aims aim intends plans planning questioned question questioning if whether
  seeks hopefully tentative tentatively tentatively risk risks can`);
/** Doubts of an author about something else than what stands beside them: weak, they prove nothing alone. */
const WEAK_DOUBTS = words$1("can want wants should would asking asked ask if whether plans planning aims aim intends hope hopes expect expects expected think thinks feel feels believe believes risk risks potential question meme humorous suggest suggests suggesting questioned");
/** That somebody says so. */
const REPORTS = words$1(`claim claims claimed claiming say says said saying argue argues argued arguing report reports reported reporting
  state states stated assert asserts asserted announce announced announces suggest suggests suggested according note notes noted
  observe observes observed contend contends contended describe describes described per via citing cites cited
  mention mentions mentioned believe believes think thinks thought feel feels felt frame frames framed warn warns warned
  highlight highlights highlighted emphasize emphasized emphasizes tell tells told write writes wrote quote quoted
  criticize criticizes criticized call calls called speculate complain complained complains insist insists insisted
  predict predicts predicted expect expects expected estimate estimates estimated estimating view views viewed see sees
  caution cautioned cautions confirm confirmed confirms deny denies denied accuse accuses accused concede conceded
  measure measured measures find finds found test tested put puts doubt doubts doubted praise praises praised
  propose proposes proposed questions questioned worry worries worried recommend recommends recommended self-reported`);
/** How exactly a number holds. */
const APPROXIMATORS = words$1(`about around roughly approximately approx nearly almost circa some ca close up over under least most
  more less than below above exceeding estimated`);
// src/editorial/verify/statements/check-hedges.ts
const isHedge = ({ word, raw }) => DOUBTS.has(word) && !/^May$/.test(raw);
const isStrong = (token) => isHedge(token) && !WEAK_DOUBTS.has(token.word);
/** Hearsay is dropped only beside the very words that it stands with. */
const isDoubt = (token) => isStrong(token) && !/^(?:reportedly|estimate[sd]?|believed|thought|expected)$/.test(token.word);
const anyHedge = ({ word }) => DOUBTS.has(word) || REPORTS.has(word);
/** A number, or one with its unit: 9GB. */
const isMeasure = (token) => token !== void 0 && /^[$€£]?\d/.test(token.raw);
const HANDLE = /@\w|\bu\/\w|\baccording to\b|[~\u2248]/i;
/** "Claims to be", "is said to run". */
const CLAIMING = /^(?:claim(?:s|ed|ing)?|said|believed|thought|expected|meant|supposed)$/;
const isHedged = (sentence) => HANDLE.test(sentence.text) || sentence.tokens.some(anyHedge);
const solid = (tokens) => tokens.filter(({ kind, word }) => kind !== "empty" && !DOUBTS.has(word));
const same = (a, b) => a.key === b.key || a.kind === "name" && b.kind === "name" && isSameName(a.key, b.key);
/** Whether a sentence has the two words side by side without a hedge. */
function saysPlainly({ tokens }, left, right) {
	return tokens.some((token, at) => {
		if (!same(token, right)) return false;
		const before = tokens.slice(Math.max(0, at - 5), at);
		if (before.some(({ word }) => DOUBTS.has(word))) return false;
		if (isMeasure(token) && before.slice(-2).some(({ word }) => APPROXIMATORS.has(word))) return false;
		const beside = solid(before).at(-1);
		return isMeasure(token) || left !== void 0 && beside !== void 0 && same(beside, left);
	});
}
/** Words on both sides of a hedge that stand beside each other in the text without it. */
function findLocalDrop(claim, post, posts) {
	for (const [index, hedge] of post.tokens.entries()) {
		const approximate = APPROXIMATORS.has(hedge.word) && isMeasure(post.tokens[index + 1]);
		if (!(isStrong(hedge) || CLAIMING.test(hedge.word) && post.tokens[index + 1]?.word === "to") && !approximate) continue;
		const left = solid(post.tokens.slice(Math.max(0, index - 6), index)).at(-1);
		const [right, further] = solid(post.tokens.slice(index + 1, index + 8));
		if (!right) continue;
		for (const [at, token] of claim.tokens.entries()) {
			if (!same(token, right)) continue;
			const before = claim.tokens.slice(Math.max(0, at - 5), at);
			if (before.some((other) => DOUBTS.has(other.word)) || isMeasure(token) && before.slice(-2).some((other) => APPROXIMATORS.has(other.word))) continue;
			if (/[~\u2248<>+]\s?$/.test(claim.text.slice(0, Math.max(0, token.start - claim.start)))) continue;
			const beside = left ? solid(before).at(-1) : void 0;
			const after = solid(claim.tokens.slice(at + 1, at + 6))[0];
			if ((left ? beside !== void 0 && same(beside, left) : further !== void 0 && after !== void 0 && same(after, further)) && !claim.tokens.some(isStrong) && !posts.some((other) => saysPlainly(other, left, right))) return hedge.raw;
		}
	}
}
/** The clause of the posts that is nearest to a clause of the text, with its sentence. */
function nearest(clause, posts) {
	let best = [];
	for (const sentence of posts) for (const other of sentence.clauses) {
		const shared = countShared(clause.keys, other.keys);
		if (shared === 0 || shared < (best[0]?.shared ?? 0)) continue;
		if (shared > (best[0]?.shared ?? 0)) best = [];
		best.push({
			sentence,
			clause: other,
			shared
		});
	}
	return best;
}
/** The hedge of the posts that a sentence drops, if there is one. */
function findDroppedHedge(claim, posts) {
	for (const post of posts) {
		if (countShared(claim.keys, post.keys) < 3) continue;
		const dropped = findLocalDrop(claim, post, posts);
		if (dropped) return dropped;
	}
	if (isHedged(claim)) return void 0;
	for (const clause of claim.clauses) {
		const content = [...clause.keys].length;
		const near = nearest(clause, posts);
		if (content < 3 || near.length === 0 || (near[0]?.shared ?? 0) < Math.max(2, content * .5)) continue;
		const hedges = near.map((found) => found.clause.tokens.find(isDoubt));
		if (hedges.every((hedge) => hedge !== void 0)) return hedges[0]?.raw;
	}
}
// src/editorial/verify/lexicon/relations.ts
const TABLE$1 = [
	[
		"rank",
		1,
		"beat beats beaten beating outperform outperforms outperformed outperforming surpass surpasses surpassed surpassing exceed exceeds exceeded exceeding lead leads leading top tops topped topping outrank outranks overtake overtakes overtook overtaking defeat defeats defeated outscore outscores outscored above ahead over better stronger outpace outpaces outpaced edge edges edged eclipse eclipses eclipsed dominate dominates crush crushes crushed"
	],
	[
		"rank",
		-1,
		"trail trails trailed trailing lag lags lagged lagging behind below under worse weaker lose loses lost losing underperform underperforms underperformed inferior"
	],
	[
		"amount",
		1,
		"more higher greater above over exceed exceeds exceeded exceeding"
	],
	[
		"amount",
		-1,
		"less fewer lower below under"
	],
	[
		"advice",
		1,
		"recommend recommends recommended recommending prefer prefers preferred favor favors favour favours choose chose over"
	],
	[
		"advice",
		-1,
		"against avoid avoids avoiding"
	],
	[
		"speed",
		1,
		"faster quicker"
	],
	[
		"speed",
		-1,
		"slower"
	],
	[
		"price",
		1,
		"cheaper"
	],
	[
		"price",
		-1,
		"pricier dearer costlier"
	],
	[
		"size",
		1,
		"bigger larger"
	],
	[
		"size",
		-1,
		"smaller"
	],
	[
		"deal",
		1,
		"acquire acquires acquired acquiring buy buys bought buying purchases purchased hire hires hired hiring sue sues sued suing replace replaces replaced replacing poach poaches poached"
	]
];
/** The relations of each word; most words that have any have one. */
const RELATIONS = (() => {
	const relations = /* @__PURE__ */ new Map();
	for (const [family, direction, list] of TABLE$1) for (const word of list.split(" ")) relations.set(word, [...relations.get(word) ?? [], {
		direction,
		family
	}]);
	return relations;
})();
// src/editorial/verify/statements/check-order.ts
/** How far the words beside a name or number may be from it, in tokens. */
const REACH = 4;
function slotsOf(token, tokens) {
	return tokens.flatMap((other, at) => {
		if (other.kind !== token.kind || !isSame(other, token)) return [];
		const word = (list) => list.find(({ kind }) => kind === "word" || kind === "report")?.key ?? "";
		return [{
			left: word(tokens.slice(Math.max(0, at - REACH), at).reverse()),
			right: word(tokens.slice(at + 1, at + 1 + REACH))
		}];
	});
}
const isSame = (a, b) => a.key === b.key || a.kind === "name" && isSameName(a.key, b.key);
/** Votes that `x` stands in the text where `y` stands in the post, and that it stands where it stood. */
function vote(x, own, others) {
	let swapped = 0;
	let kept = 0;
	for (const side of ["left", "right"]) {
		if (!x[side]) continue;
		const mine = own.some((slot) => slot[side] === x[side]);
		const theirs = others.some((slot) => slot[side] === x[side]);
		if (mine) kept++;
		else if (theirs) swapped++;
	}
	return {
		swapped,
		kept
	};
}
/** Two names, or two numbers, of the text that stand in each other's place in the post. */
function findSwap(claim, posts) {
	const items = claim.tokens.filter(({ kind }) => kind === "name" || kind === "number").slice(0, 12);
	for (const post of posts) {
		if (countShared(claim.keys, post.keys) < 3) continue;
		for (const [i, x] of items.entries()) for (const y of items.slice(i + 1)) {
			if (x.kind !== y.kind || isSame(x, y)) continue;
			const [ofX, ofY] = [slotsOf(x, post.tokens), slotsOf(y, post.tokens)];
			const [inX, inY] = [slotsOf(x, claim.tokens)[0], slotsOf(y, claim.tokens)[0]];
			if (ofX.length === 0 || ofY.length === 0 || !inX || !inY) continue;
			const [a, b] = [vote(inX, ofX, ofY), vote(inY, ofY, ofX)];
			const swapped = a.swapped + b.swapped;
			if (swapped >= 2 && a.swapped > 0 && b.swapped > 0 && swapped > a.kept + b.kept) return [x.raw, y.raw];
		}
	}
}
const NEEDS_THAN = /^(?:more|higher|greater|less|fewer|lower)$/;
const PASSIVE = /\b(?:is|are|was|were|been|being|be|gets?|got)\b[^,;]{0,20}$/;
/** Comparisons of a sentence, with the names on either side. */
function readComparisons({ tokens, text, start }) {
	const found = [];
	for (const [at, token] of tokens.entries()) {
		if (token.kind === "name" || token.kind === "number") continue;
		const relations = RELATIONS.get(token.word) ?? [];
		if (relations.length === 0) continue;
		if (NEEDS_THAN.test(token.word) && !/\bthan\b/.test(text.slice(token.end - start, token.end - start + 60))) continue;
		const around = (list) => list.filter(({ kind }) => kind === "name").map(({ key }) => key);
		const later = tokens.slice(at + 1, at + 14);
		const next = later.findIndex(({ word, kind }) => kind !== "name" && RELATIONS.has(word));
		const to = /\bby\b/.test(text.slice(token.end - start, token.end - start + 4)) && PASSIVE.test(text.slice(0, token.start - start));
		const before = around(tokens.slice(Math.max(0, at - 10), at));
		const after = around(next >= 0 ? later.slice(0, next) : later);
		if (meets(before, after)) continue;
		for (const { direction, family } of relations) found.push({
			before,
			after,
			direction: to ? -direction : direction,
			word: token.raw,
			family
		});
	}
	return found;
}
const meets = (ones, others) => ones.some((a) => others.some((b) => isSameName(a, b)));
/** A comparison that the posts have the other way round. */
function findReversal(claim, posts, topic) {
	if (/\b(?:not|never|no|without|fails?|failed)\b|n[\u2019']t\b/.test(claim.text)) return void 0;
	for (const mine of readComparisons(claim)) {
		let reversed;
		for (const post of posts) {
			if (/\b(?:not|never)\b|n[\u2019']t\b/.test(post.text)) continue;
			for (const theirs of readComparisons(post)) {
				if (mine.family !== theirs.family) continue;
				const before = theirs.before.length > 0 ? theirs.before : topic;
				const straight = meets(mine.after, theirs.after) && (meets(mine.before, before) || theirs.before.length === 0);
				const crossed = meets(mine.before, theirs.after) && mine.after.length > 0 && (theirs.before.length === 0 || meets(mine.after, before));
				if (straight && !meets(mine.before, theirs.after) && mine.direction === theirs.direction || crossed && mine.direction !== theirs.direction) return void 0;
				if (straight && !meets(mine.before, theirs.after) && mine.direction !== theirs.direction || crossed && !straight && mine.direction === theirs.direction) reversed = mine.word;
			}
		}
		if (reversed) return reversed;
	}
}
// src/editorial/verify/statements/check-owners.ts
/** A name with "27B" is a size, which owns itself. */
const isSize = (raw) => /^\d+(?:\.\d+)?[BMK]$/.test(raw);
/** A name owns a number that follows it within this many tokens. */
const OWNER_REACH = 5;
/** In a post the two must be nearer, for it to be certain. */
const POST_REACH = 5;
function ownerOf(tokens, at, reach) {
	for (let i = at - 1; i >= Math.max(0, at - reach); i--) {
		const token = tokens[i];
		if (token?.kind === "name") return token;
		if (token?.kind === "number") return void 0;
	}
}
const isComparable = (a, b) => a === b || !/^[%$€£×xKMB]$/i.test(a + b);
const unitOf = (tokens, at) => {
	const raw = tokens[at]?.raw ?? "";
	return (/[%$€£×xKMB]$|^[$€£]/i.exec(raw)?.[0] ?? "") || (tokens[at + 1]?.kind === "number" ? "" : tokens[at + 1]?.key ?? "");
};
/** The number of a sentence that its posts give to another name, if there is one. */
function findWrongOwner(claim, posts) {
	for (const [at, number] of claim.tokens.entries()) {
		if (number.kind !== "number" || isSize(number.raw)) continue;
		const owner = ownerOf(claim.tokens, at, OWNER_REACH);
		if (!owner || /[,;:(]|\band\b/.test(claim.text.slice(owner.end - claim.start, number.start - claim.start))) continue;
		for (const post of posts) {
			const places = post.tokens.flatMap((token, i) => token.kind === "number" && token.key === number.key ? [i] : []);
			if (places.length === 0) continue;
			if (places.map((place) => ownerOf(post.tokens, place, POST_REACH)).some((other) => !other || isSameName(other.key, owner.key))) continue;
			const unit = unitOf(post.tokens, places[0] ?? 0);
			if (post.tokens.some((token, i) => token.kind === "number" && token.key !== number.key && isComparable(unitOf(post.tokens, i), unit) && isSameName(ownerOf(post.tokens, i, POST_REACH)?.key ?? "", owner.key))) return {
				number: number.raw,
				owner: owner.raw,
				kind: "owner"
			};
		}
	}
}
/** A number that one post gives, said of a name that only another post has. */
function findMergedPosts(claim, posts) {
	if (posts.length < 2) return void 0;
	const names = claim.tokens.filter(({ kind }) => kind === "name");
	for (const clause of claim.clauses) {
		const numbers = clause.tokens.filter(({ kind, raw }) => kind === "number" && !isSize(raw));
		const subject = clause.tokens.find(({ kind }) => kind === "name");
		if (!subject) continue;
		for (const number of numbers) {
			const holding = posts.filter(({ sentences }) => sentences.some(({ tokens }) => tokens.some(({ kind, key }) => kind === "number" && key === number.key)));
			if (holding.length === 0 || holding.some(({ hasName }) => hasName(subject.raw))) continue;
			if (!posts.some(({ hasName }) => hasName(subject.raw))) continue;
			if (holding.every(({ sentences }) => sentences.some(({ tokens }) => tokens.some(({ kind, key }) => kind === "number" && key === number.key) && tokens.some(({ kind, key }) => kind === "name" && !names.some((name) => isSameName(name.key, key)))))) return {
				number: number.raw,
				owner: subject.raw,
				kind: "merged"
			};
		}
	}
}
// src/editorial/verify/statements/check-roles.ts
const SKIPPED = /^(?:has|have|had|also|now|just|then|later|already|recently|today|\w+ly)$/;
const MAX_SKIPPED = 3;
const isVerbForm = ({ word, kind }) => (kind === "word" || kind === "report") && (/(?:ed|[^s]s)$/.test(word) || stemOf(word) !== wordStem(word));
/** The names right before a verb, a list of names included; undefined where something else stands there. */
function subjectsOf(tokens, at) {
	let i = at - 1;
	while (i >= 0 && at - i <= MAX_SKIPPED && SKIPPED.test(tokens[i]?.word ?? "")) i--;
	const found = [];
	for (let token = tokens[i]; token && (token.kind === "name" || token.word === "and"); token = tokens[--i]) if (token.kind === "name") found.push(token);
	return found.length > 0 ? found : void 0;
}
/** A name that a text has doing what the posts have others do, and only others. */
function findWrongAgent(claim, posts, isAuthor) {
	for (const { tokens } of claim.clauses) for (const [at, verb] of tokens.entries()) {
		if (!isVerbForm(verb)) continue;
		const [agent, ...others] = subjectsOf(tokens, at) ?? [];
		if (!agent || others.length > 0 || isAuthor(agent.raw)) continue;
		const agents = posts.flatMap((sentence) => sentence.tokens.flatMap((token, i) => token.key === verb.key && token.kind !== "name" ? [{
			sentence,
			i
		}] : [])).map(({ sentence, i }) => subjectsOf(sentence.tokens, i));
		if (agents.length === 0 || agents.some((names) => names === void 0)) continue;
		if (posts.some(({ tokens: said }) => said.some(({ kind, key }) => kind === "name" && isSameName(key, agent.key))) && !agents.flat().some((name) => name && isSameName(name.key, agent.key))) return agent.raw;
	}
}
const WAY = /\bfrom ([^,.;:()]{2,60}?) (?:in)?to ([^,.;:()]{2,60}?)(?=[,.;:()]|$| (?:and|in|on|for|with|at|by|after|over)\b)/giu;
function readWays({ text, tokens, start }) {
	return [...text.matchAll(WAY)].map((match) => {
		const keysWithin = (part, from) => {
			const begin = start + text.indexOf(part, from);
			return new Set(tokens.filter((token) => token.kind !== "empty" && token.start >= begin && token.end <= begin + part.length).map(({ key }) => key));
		};
		const [, from = "", to = ""] = match;
		return {
			from: keysWithin(from, match.index),
			to: keysWithin(to, match.index + from.length + 6)
		};
	});
}
const meet = (a, b) => [...a].some((key) => b.has(key));
/** "From A to B" where the posts have it from B to A. */
function findTurnedWay(claim, posts) {
	const mine = readWays(claim);
	if (mine.length === 0) return false;
	const theirs = posts.flatMap(readWays);
	return mine.some(({ from, to }) => {
		return !theirs.some((way) => meet(from, way.from) && meet(to, way.to)) && theirs.some((way) => meet(from, way.to) && meet(to, way.from));
	});
}
/** Words that put two names beside each other without a relation between them. */
const BESIDE = /[,;:()/]|\b(?:and|or|vs|versus|than|as|like|unlike|while|both|compared|alongside|plus|but|also)\b/i;
/** Two names of one clause of which no post has both: the clause relates what two posts say of two things. */
function findUnrelatedNames({ text, start, clauses }, posts) {
	if (posts.length < 2) return void 0;
	for (const { tokens } of clauses) {
		const names = tokens.filter(({ kind, raw }) => kind === "name" && !/^\d/.test(raw));
		for (const [at, left] of names.entries()) for (const right of names.slice(at + 1)) {
			if (BESIDE.test(text.slice(left.end - start, right.start - start))) continue;
			const ofLeft = posts.filter(({ hasName }) => hasName(left.raw));
			const ofRight = posts.filter(({ hasName }) => hasName(right.raw));
			if (ofLeft.length === 0 || ofRight.length === 0) continue;
			if (!ofLeft.some((post) => ofRight.includes(post))) return [left.raw, right.raw];
		}
	}
}
/** The words of a clause that a measure may belong to. */
const wordKeys = ({ tokens }) => new Set(tokens.filter(({ kind, raw }) => kind !== "empty" && !/^[$€£]?\d/.test(raw)).map(({ key }) => key));
const measureOf = ({ raw, kind }) => (kind === "number" || kind === "name") && /^[$€£]?\d/.test(raw) ? raw.replace(/[\d.,]+/, "#") : void 0;
/** A clause shares at least this many words with the clause of a post whose number it takes over. */
const MIN_ALIGNED = 3;
const ALIGNED_SHARE = .6;
/** A number that the posts give to another clause than the one that a clause repeats. */
function findMovedNumber(claim, posts) {
	const clauses = posts.flatMap((post) => post.clauses);
	for (const clause of claim.clauses) {
		const mine = wordKeys(clause);
		const shared = clauses.map((other) => [...wordKeys(other)].filter((key) => mine.has(key)).length);
		const most = Math.max(0, ...shared);
		if (most < MIN_ALIGNED || most < mine.size * ALIGNED_SHARE) continue;
		const nearest = clauses.filter((_, at) => shared[at] === most);
		for (const number of clause.tokens) {
			const measure = measureOf(number);
			if (!measure) continue;
			const holds = ({ tokens }) => tokens.some(({ key, raw }) => /^[$€£]?\d/.test(raw) && key === number.key);
			const hasOther = ({ tokens }) => tokens.some((token) => measureOf(token) === measure && token.key !== number.key);
			if (nearest.some(holds) || !nearest.every(hasOther)) continue;
			if (clauses.some((other) => holds(other))) return number.raw;
		}
	}
}
// src/editorial/verify/lexicon/valence.ts
const TABLE = `
  cope copes coped manage manages succeed succeeds succeeded excel excels excelled shine shines thrive thrives ace aces aced capable
  able work works worked reliable reliably robust flawless flawlessly smooth smoothly strong stronger strength strengths good great excellent impressive superior
  solid competent adept proficient usable stable masters mastered well
  | struggle struggles struggled struggling fail fails failed failing failure fails unable incapable unreliable brittle weak weaker weakness weaknesses
  weakest poor poorly bad badly terrible awful inferior broken buggy unusable unstable limited limitation limitations inadequate insufficient
  lacking lack lacks flounder flounders stumble stumbles falters trouble difficulty difficulties garbage useless wrong worse subpar;
  praise praises praised praising recommend recommends recommended endorse endorses endorsed applaud applauds welcome welcomes welcomed
  welcoming love loves loved like likes liked support supports supportive favor favour favors prefer prefers advocate advocates defend defends
  enthusiastic enthusiasm positive optimistic impressed pleased happy agree agrees agreed approve approves approved trust trusts delighted excited admire
  satisfied satisfying celebrate celebrates celebrated thank thanked friendly confident embrace embraces embraced
  | criticize criticizes criticized criticise criticises criticism critical against oppose opposes opposed dislike dislikes hate hates hated
  reject rejects rejected doubt doubts doubted doubtful skeptical sceptical skepticism scepticism concern concerns concerned worry worries worried
  negative pessimistic disappointed disappointing disappointment unhappy disagree disagrees disagreed disapprove distrust complain complains
  complained complaint complaints angry frustrated frustrating frustration hostile condemn condemns condemned mock mocks mocked blame blames
  blamed question questions questioned questioning dismiss dismisses dismissed warn warns warned dissatisfied dissatisfaction fear fears feared;
  increase increases increased increasing rise rises rose risen grow grows grew grown growth climb climbs climbed jump jumps jumped surge
  surges surged up gain gains gained boost boosts boosted raise raises raised expand expands expanded extend extends extended lengthen double doubles
  doubled triple tripled soar soared widen widens widened more higher larger bigger longer greater upgrade multiply multiplied accelerate
  | decrease decreases decreased decreasing fall falls fell fallen drop drops dropped decline declines declined reduce reduces reduced
  reducing reduction shrink shrinks shrank shrunk cut cuts slash slashes slashed lower lowers lowered lowering less fewer smaller shorter
  shorten shortens shortened halve halves halved narrow narrows narrowed plunge plunged plummet plummeted down downgrade minimize minimizes
  lessen lessens diminish diminishes diminished trim trims trimmed mitigate mitigates;
  fast faster fastest quick quicker quickly rapid rapidly swift speed speedup speedups speeds accelerate accelerates accelerated snappy brisk
  | slow slower slowest slowly slows slowed slowing sluggish delay delays delayed lag lags lagging crawl;
  cheap cheaper cheapest affordable inexpensive free save saves savings economical
  | expensive pricey pricier costly costlier overpriced;
  launched released releasing starts started begin begins began begun open opens opened opening introduce introduces
  introduced ship ships shipped join joins joined enter enters entered enable enables enabled add adds added adding resume resumes
  resumed restore restores restored revive revives revived adopt adopts adopted deploy deploys deployed hires hired
  | stop stops stopped stopping pause pauses paused halt halts halted ends ended close closes closed closing leave leaves left quit quits exit exits
  exited withdraw withdraws withdrew withdrawn cancel cancels canceled cancelled remove removes removed removing disable disables disabled suspend suspends
  suspended discontinue discontinued retire retires retired drop drops dropped abandon abandons abandoned scrap scrapped rescind
  rescinded pull pulled shut shuts shutdown fire fired cease ceased delete deleted revoke revoked;
  retain retains retained keep keeps kept keeping preserve preserves preserved maintain maintains maintained survive survives hold holds gain gains win wins won
  | lose loses lost losing loss forfeit forfeits delete deletes discard discards shed sheds abandon lapse miss misses rescinded revoked;
  allow allows allowed allowing open opens opened opening permit permits permitting permits permitted accept accepts accepted approve approves approved let lets grant grants granted authorize
  authorized legal available accessible unlock unlocks unlocked unrestricted unlimited
  | block blocks blocked ban bans banned forbid forbids forbidden deny denies denied refuse refuses refused reject rejects rejected
  prohibit prohibits prohibited restrict restricts restricted illegal unavailable inaccessible lock locked decline declines declined disallow;
  fix fixes fixed repair repairs repaired solve solves solved resolve resolves resolved patch patches patched cure cures eliminate eliminates
  | report reports reported break breaks broke suffer suffers suffered cause causes caused face faces persist persists remain remains;
  automatic automatically automate automates automated autonomous autonomously unattended | manual manually handmade;
  verbose wordy wordier longwinded lengthy chatty | terse terser concise brief succinct laconic curt;
  online cloud remote hosted | offline local locally ondevice;
  agreeable sycophantic sycophancy flattering compliant agree agrees | contrarian contrary contradict contradicts contradicted disagree disagrees skeptic obsessive argumentative;
  beat beats outperform outperforms outperformed surpass surpasses surpassed exceed exceeds exceeded ahead lead leads win wins tops overtake overtakes better superior
  | trail trails trailed trailing behind below underperform underperforms loses lag lags lagging inferior worse;
  confirm confirms confirmed prove proves proven proved verify verified validate validated | refute refuted disprove disproved debunk debunked unproven unverified unconfirmed deny denied;
  public publicly open openly | private privately secret secretly internal internally closed;
  new newly newer | old older former previous earlier
`;
const SIDES = /* @__PURE__ */ new Map();
for (const [scale, line] of TABLE.split(";").entries()) for (const [side, words] of line.split("|").entries()) for (const word of words.split(/\s+/).filter(Boolean)) {
	const sign = side === 0 ? 1 : -1;
	const sides = SIDES.get(word) ?? [];
	if (!sides.some((other) => other.scale === scale && other.sign === sign)) sides.push({
		scale,
		sign
	});
	SIDES.set(word, sides);
}
/** The sides that a lower-case word takes; none for most words. Word forms, since stems are too coarse: a mission misses nothing. */
const sidesOf = (word) => SIDES.get(word) ?? [];
// src/editorial/verify/statements/check-sides.ts
/** How many tokens before a word a denial reaches. */
const DENIAL_REACH = 3;
/** A clause of the posts is about the same thing when it shares this many content words. */
const MIN_SHARED = 2;
/** … and at least this share of what the nearest clause shares with it. */
const NEAR_SHARE = .6;
const NEGATION = /^(?:not|never|no|cannot|without|hardly|barely|rarely|seldom|scarcely|neither|nor|against|\w+n't|fails?|failed|unable|instead)$/;
/** What is done against something, if it is advice. */
const ADVICE = /^(?:advis\w+|warn\w*|argu\w+|recommend\w*|decid\w+|caution\w*|vot\w+)$/;
/** The sides that a clause takes, turned round behind a denial. */
function takenSides(tokens) {
	return tokens.flatMap(({ key, kind, raw, word }, at) => {
		if (kind === "name" || kind === "number") return [];
		if (word === "more" && /^[$€£]?\d/.test(tokens[at + 2]?.raw ?? "")) return [];
		if (word === "longer" && tokens[at - 1]?.word === "no") return [];
		if (word === "against" && !ADVICE.test(tokens[at - 1]?.word ?? "")) return [];
		const denied = tokens.slice(Math.max(0, at - DENIAL_REACH), at).some(({ word, kind: other }) => other !== "name" && NEGATION.test(word));
		return sidesOf(word).map(({ scale, sign }) => ({
			scale,
			sign: denied ? -sign : sign,
			raw,
			key
		}));
	});
}
/** The clauses of the posts that a clause may be about: those that share enough words with it. */
function findAbout(clause, claim, posts) {
	const words = new Set(clause.tokens.filter(({ kind }) => kind === "word").map(({ key }) => key));
	return posts.flatMap((sentence) => sentence.clauses.map((other) => ({
		clause: other,
		sentence,
		shared: countShared(clause.keys, other.keys),
		words: countShared(words, other.keys)
	}))).filter(({ shared, sentence }) => shared >= MIN_SHARED || shared > 0 && countShared(claim.keys, sentence.keys) > MIN_SHARED);
}
/** A word of the text that takes the other side than the clauses of the posts nearest to it, and what these say. */
function findOtherSide(claim, posts) {
	for (const clause of claim.clauses) {
		const mine = takenSides(clause.tokens);
		if (mine.length === 0) continue;
		const about = findAbout(clause, claim, posts);
		const most = Math.max(0, ...about.map(({ words }) => words));
		for (const word of mine) {
			const theirs = about.flatMap((other) => takenSides(other.clause.tokens).filter(({ scale }) => scale === word.scale).map((taken) => ({
				...taken,
				near: other.words >= most * NEAR_SHARE
			})));
			if (theirs.some(({ sign }) => sign === word.sign)) continue;
			if (about.some(({ sentence }) => sentence.keys.has(word.key))) continue;
			const other = theirs.find(({ near }) => near);
			if (other) return {
				raw: word.raw,
				said: other.raw
			};
		}
	}
}
// src/editorial/verify/statements/check-statement.ts
/** The sentences of the posts nearest to a statement; a longer list changes nothing but the time. */
const MAX_SENTENCES$1 = 60;
function nearSentences(claim, posts) {
	const all = posts.flatMap(({ sentences }) => sentences);
	if (all.length <= MAX_SENTENCES$1) return all;
	return all.map((sentence) => ({
		sentence,
		shared: countShared(claim.keys, sentence.keys)
	})).sort((a, b) => b.shared - a.shared).slice(0, MAX_SENTENCES$1).map(({ sentence }) => sentence);
}
const holdsName = (post, name) => name.split(" ").some((part) => part.length > 1 && standsIn(part, post.names)) || post.mentions.has(foldCase(name).replace(/[^a-z0-9_]/g, ""));
/**
* Why the wording of a sentence is not what its posts say. `text` has quotations and handles blanked out, `quoting`
* handles only.
*/
function findStatementFaults(text, quoting, posts, language, heading) {
	const folded = foldQuotation(quoting).trim().replace(/[.,;:!?]+$/, "");
	if (folded.length > 20 && posts.some((post) => post.folded.includes(folded))) return [];
	const claim = readSentence(text, 0, language);
	const near = nearSentences(claim, posts);
	const held = posts.map(({ allStems }) => allStems);
	const merge = (field) => new Set(posts.flatMap((post) => [...post[field]]));
	const events = merge("events");
	const refusals = [];
	const add = (reason, what) => refusals.push({
		reason,
		what
	});
	for (const { raw } of findEventFaults(claim, held, events)) add("event", `"${raw}"`);
	for (const { kind, raw } of findDegreeFaults(claim, near, (fraction) => isFractionComputed(fraction, posts))) add(kind === "fraction" ? "quantifier" : kind, `"${raw}"`);
	const clause = findUnsupportedClause(claim, {
		stems: held,
		synonyms: merge("synonyms"),
		events
	}, heading);
	if (clause) add("wording", `"${clause.text.trim()}"`);
	const opposite = findOpposite(claim, near, held);
	if (opposite) add("opposite", `"${opposite.raw}" for "${opposite.said}"`);
	const side = opposite ? void 0 : findOtherSide(claim, near);
	if (side) add("opposite", `"${side.raw}" for "${side.said}"`);
	const denied = findDenial(claim, near);
	if (denied) add("denial", `"${denied}"`);
	const hedge = findDroppedHedge(claim, near);
	if (hedge) add("hedge", `"${hedge}"`);
	const swap = findSwap(claim, near);
	if (swap) add("swap", `"${swap[0]}" and "${swap[1]}"`);
	const reversed = findReversal(claim, near, []);
	if (reversed) add("swap", `"${reversed}"`);
	const owner = findWrongOwner(claim, near);
	if (owner) add("owner", `"${owner.number}" of "${owner.owner}"`);
	const named = posts.map((post) => ({
		sentences: post.sentences,
		hasName: (name) => holdsName(post, name)
	}));
	const merged = findMergedPosts(claim, named);
	if (merged) add("owner", `"${merged.number}" of "${merged.owner}"`);
	const unrelated = findUnrelatedNames(claim, named);
	if (unrelated) add("owner", `"${unrelated[0]}" and "${unrelated[1]}", which no post has together`);
	const moved = owner || merged ? void 0 : findMovedNumber(claim, near);
	if (moved) add("owner", `"${moved}"`);
	const agent = findWrongAgent(claim, near, (name) => posts.some((post) => isAuthor(post, name)));
	if (agent) add("swap", `"${agent}"`);
	if (findTurnedWay(claim, near)) add("swap", "\"from … to\"");
	const done = findDoneAlready(claim, near);
	if (done) add("time", `"${done}"`);
	const weekday = findWrongWeekday(text, posts.map(({ lower, dates, evidence }) => ({
		lower,
		dates,
		createdAt: evidence.createdAt
	})));
	if (weekday) add("time", `"${weekday}"`);
	const speaker = findWrongSpeaker(readSentence(quoting, 0, language), posts.map((post) => ({
		sentences: post.sentences,
		isAuthor: (name) => isAuthor(post, name)
	})));
	if (speaker) add("speaker", `"${speaker}"`);
	return refusals;
}
function isAuthor({ evidence }, name) {
	const plain = (text) => foldCase(text).replace(/[^a-z0-9]/g, "");
	const key = plain(name);
	const author = plain(evidence.author);
	return key.length > 2 && (author.includes(key) || key.includes(author) || plain(evidence.sourceName ?? "").includes(key));
}
// src/editorial/verify/verify.ts
/** No statement of an issue is longer. It bounds the time that hostile text can take. */
const MAX_TEXT_CHARACTERS = 4e3;
const MAX_SENTENCES = 60;
const blank = (text, start, end) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
function judge(passage, prepared, sources, context, options) {
	const { text, sentences } = passage;
	if (!options.extract && (text.length > MAX_TEXT_CHARACTERS || sentences.length > MAX_SENTENCES)) return [{
		reason: "wording",
		message: `it is longer than ${MAX_TEXT_CHARACTERS} characters or ${MAX_SENTENCES} sentences`
	}];
	const language = (options.language ?? detectLanguage(text) ?? "en").slice(0, 2);
	const reasons = [];
	const idsAt = (position) => (sentences.find(({ end }) => position < end) ?? sentences.at(-1))?.ids ?? [];
	const resolve = (ids) => ids.flatMap((id) => prepared.get(id) ?? []);
	const postsAt = (position) => resolve(idsAt(position));
	const object = (reason, what, position) => reasons.push({
		reason,
		message: `${what} is not in the posts cited ([${idsAt(position).join("], [")}])`
	});
	let words = text;
	for (const { start, end } of findHandles(text)) words = blank(words, start, end);
	let rest = text;
	for (const { start, end, id } of passage.cites) {
		const { sourceName } = prepared.get(id)?.evidence ?? {};
		if (!sourceName || text.slice(start, end).trim() !== spokenText(sourceName).trim()) continue;
		rest = blank(rest, start, end);
		words = blank(words, start, end);
	}
	for (const { raw, start, end, pieces } of findQuotations(text)) {
		rest = blank(rest, start, end);
		if (!resolve(sentences.filter((sentence) => sentence.start < end && start < sentence.end).flatMap(({ ids }) => ids)).some((post) => holdsQuotation(pieces, post.folded))) object("quotation", `the quotation ${raw}`, start);
	}
	for (const { raw, name, start, end } of findHandles(rest)) {
		rest = blank(rest, start, end);
		if (!postsAt(start).some((post) => post.mentions.has(name))) object("handle", raw, start);
	}
	const aliases = options.aliases ?? (() => []);
	const settings = {
		language,
		aliases,
		casing: options.casing ?? casingOf(sources),
		context
	};
	const names = checkNames(rest, postsAt, settings);
	for (const { raw, start } of names.unsaid) object("name", `"${raw}"`, start);
	for (const { raw, name, start } of findSmallNames(rest)) if (![...postsAt(start), ...context].some((post) => holdsName$1(raw, post, aliases) || holdsName$1(name, post, aliases))) object("name", `"${raw}"`, start);
	for (const { start, end } of names.settled) rest = blank(rest, start, end);
	const numbers = checkNumbers(rest, postsAt, usesDecimalComma(language));
	for (const { raw, start, said } of numbers) if (!said) object("number", `"${raw}"`, start);
	if (options.extract) return reasons;
	const claimText = ({ start, end }) => ({
		text: words.slice(start, end),
		numbers: numbers.filter((number) => number.start >= start && number.start < end).map(({ said }) => said)
	});
	const spoken = blankQuotations(words);
	const around = /* @__PURE__ */ new Map();
	for (const sentence of sentences) {
		const key = sentence.ids.join();
		const texts = around.get(key) ?? [];
		texts.push(claimText(sentence));
		around.set(key, texts);
	}
	for (const sentence of sentences) {
		const { ids } = sentence;
		const posts = resolve(ids);
		if (posts.length === 0 || posts.some((post) => post.language && post.language !== language)) continue;
		const statement = truncate(text.slice(sentence.start, sentence.end), 120);
		const refuse = (refusal) => reasons.push({
			reason: refusal.reason,
			message: explainRefusal(refusal, ids, statement)
		});
		const fault = options.heading ? void 0 : findWordingFault(claimText(sentence), around.get(ids.join()) ?? [], posts, language);
		if (fault) refuse(fault);
		if (language !== "en") continue;
		const own = spoken.slice(sentence.start, sentence.end);
		for (const refusal of findStatementFaults(own, words.slice(sentence.start, sentence.end), posts, language, options.heading ?? false)) refuse(refusal);
	}
	return reasons;
}
const blankQuotations = (text) => findQuotations(text).reduce((rest, { start, end }) => blank(rest, start, end), text);
function findCited(ids, sources) {
	const prepared = /* @__PURE__ */ new Map();
	const reasons = ids.length === 0 ? [{
		reason: "citation",
		message: "it cites no post"
	}] : [];
	for (const id of new Set(ids)) {
		const evidence = sources.get(id);
		if (evidence) prepared.set(id, prepareEvidence(evidence));
		else reasons.push({
			reason: "citation",
			message: `[${id}] is none of the posts`
		});
	}
	return {
		prepared,
		reasons
	};
}
const verdict = (findings) => findings.length === 0 ? { ok: true } : {
	ok: false,
	reasons: [...new Set(findings.map(({ message }) => message))],
	refusals: [...new Set(findings.map(({ reason }) => reason))]
};
/** A model writes no addresses. A post may spell a name that looks like one. */
function addressReasons(text, prepared) {
	return findForbiddenAddresses(text, [...prepared.values()].map((post) => post.text)).map(({ raw, kind }) => ({
		reason: "address",
		message: `it contains ${ADDRESS_NAMES[kind]} ("${truncate(raw, 40)}"); leave it out`
	}));
}
const ADDRESS_NAMES = {
	host: "a web address",
	link: "a web address",
	mailbox: "a mail address",
	messenger: "a messenger address",
	command: "a shell command"
};
const markupReasons = (text) => {
	const markup = findMarkup(text);
	return markup ? [{
		reason: "markup",
		message: `it contains ${markup.what} ("${markup.raw}"); write plain text`
	}] : [];
};
/**
* Whether every number, quotation, handle and name of a plain text stands in the posts cited, and its wording
* leans on them. The reasons are short sentences that a model can act on.
*/
function verifyText(text, citedIds, sources, options = {}) {
	const { prepared, reasons } = findCited(citedIds, sources);
	const passage = readText(text, citedIds, options.language ?? "en");
	return verdict([
		...reasons,
		...markupReasons(text),
		...addressReasons(text, prepared),
		...judge(passage, prepared, sources, [], options)
	]);
}
// src/editorial/vocabulary/makers.ts
const PRODUCTS = [
	[/\b(?:[ABHL]\d{2,3}s?|GB\d{3}|RTX|GeForce|CUDA|CUTLASS|DGX|Blackwell|Jetson|TensorRT)\b/, "NVIDIA"],
	[/\b(?:MI3\d\d\w?|Radeon|ROCm|Ryzen|Strix Halo)\b/, "AMD"],
	[/\b(?:MacBook|Mac Studio|Mac mini|iPhone|iPad|M[1-9] (?:Max|Pro|Ultra)|MLX|Siri)\b/, "Apple"],
	[/\b(?:TPUs?|NotebookLM|AI Studio|Vertex AI|YouTube|Android|Chrome|JAX)\b/, "Google"],
	[/\b(?:ChatGPT|Codex)\b/, "OpenAI"],
	[/\bClaude\b/, "Anthropic"],
	[/\b(?:GitHub|Copilot|Azure|VS Code|Windows)\b/, "Microsoft"],
	[/\b(?:AWS|Bedrock|SageMaker|Trainium)\b/, "Amazon"],
	[/\b(?:Llama|PyTorch|WhatsApp|Instagram)\b/, "Meta"]
];
let companies;
/** The makers' names, each once. */
function findMakers(text) {
	companies ??= new Map(listVocabulary().flatMap(({ kind, slug, name }) => kind === "company" ? [[slug, name]] : []));
	const known = companies;
	const families = findVocabulary(text).mentions.flatMap(({ maker }) => maker ? known.get(maker) ?? [] : []);
	const products = PRODUCTS.flatMap(([pattern, maker]) => pattern.test(text) ? [maker] : []);
	return [.../* @__PURE__ */ new Set([...families, ...products])];
}
// src/editorial/vocabulary/tags.ts
/**
* The companies, models, people and topics that `text` names, each once, in order of first mention. Spellings meet
* on word bounds (`xAI`, `x-ai` and `X.AI` are one tag); a version of a known family is its own tag, also one that
* the vocabulary has never seen, without its size: `Qwen 3.5 397B` is `qwen-3-5`. A family that the text names with
* a version is not also tagged without one. Only what is used as a name counts: nothing inside an address, no word that
* opens a sentence with a capital only for that, and in another language than English no word in small letters.
*/
function findTags(text) {
	const { text: read, mentions: all } = findVocabulary(text);
	const addresses = findAddresses(read);
	const isEnglish = (detectLanguage(read) ?? "en") === "en";
	const mentions = all.filter((mention) => !addresses.some((address) => holds(address, mention)) && (isEnglish || isWrittenAsName(read, mention)) && !isOpeningWord(read, mention, all));
	const versioned = new Set(mentions.filter((mention) => mention.family !== mention.tag.slug).map((mention) => mention.family));
	const tags = /* @__PURE__ */ new Map();
	for (const { tag, family } of mentions) {
		if (family && family === tag.slug && versioned.has(family)) continue;
		const key = `${tag.kind} ${tag.slug}`;
		if (!tags.has(key)) tags.set(key, tag);
	}
	return [...tags.values()];
}
const ADDRESS = /https?:\/\/\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.@-])(?:[\w-]+\.)+[a-z]{2,}(?:\/[^\s)]*)?(?![\w-])/g;
/** Web and mail addresses; `Node.js` is none, since nobody can register it. */
function findAddresses(text) {
	return [...text.matchAll(ADDRESS)].flatMap(({ 0: found, index }) => {
		return /^https?:|^www\.|@/.test(found) || parse(found).isIcann ? [{
			start: index,
			end: index + found.length
		}] : [];
	});
}
/** Whether a name is a part of an address; where it is the whole of it (`Character.AI`), it is a name. */
function holds(address, { start, end }) {
	const isWhole = start <= address.start && end >= address.end;
	return start < address.end && end > address.start && !isWhole;
}
/** French "aider" is no tool, and "attention" no topic: a name has a capital or a figure. */
function isWrittenAsName(text, { start, end, role }) {
	const written = text.slice(start, end);
	return role === "topic" ? /\p{Lu}.*[\p{Lu}\d]/u.test(written) : /[\p{Lu}\d]/u.test(written);
}
/** "Attention is short": a word that is a name only with a capital has it from the sentence, unless it stands elsewhere, too. */
function isOpeningWord(text, { start, end, isExact, tag }, all) {
	if (!isExact || !/^\p{Lu}\p{Ll}+$/u.test(text.slice(start, end))) return false;
	return /(?:^|[.!?\n]\s*)$/.test(text.slice(Math.max(0, start - 3), start)) && !all.some((other) => other.tag.slug === tag.slug && other.start !== start);
}
/** Posts and their comments as evidence, by id. */
function gatherEvidence({ posts, nameOf }) {
	const evidence = /* @__PURE__ */ new Map();
	for (const post of posts.values()) {
		evidence.set(post.id, once(post, () => withKnownNames(evidenceOf(post, nameOf(post.sourceId)))));
		for (const comment of post.comments) evidence.set(comment.id, once(comment, () => withKnownNames(evidenceOfComment(comment))));
	}
	return evidence;
}
/** Adds the vocabulary's names for what the post and its author name: a model uses those. */
function withKnownNames(evidence) {
	const { author, title, text } = evidence;
	const said = `@${author}\n${title}\n${text}`;
	const tags = findTags(said).filter(({ kind }) => kind !== "topic");
	return {
		...evidence,
		knownAs: [...tags.map(({ name }) => name), ...findMakers(said)]
	};
}
const evidenceOfPost = /* @__PURE__ */ new WeakMap();
function once(said, make) {
	const evidence = evidenceOfPost.get(said) ?? make();
	evidenceOfPost.set(said, evidence);
	return evidence;
}
z.object({ doubts: z.array(z.object({
	statement: z.string(),
	reason: z.string()
})) });
// bench/grounding-cases.mjs
/** A post of a cases file as the pipeline knows posts. What its comments say counts as said by it. */
function readPost({ id, platform, author, subreddit, createdAt, title = "", text = "", comments = [] }) {
	const words = comments.map((comment) => typeof comment === "string" ? comment : comment.text);
	return {
		id,
		sourceId: subreddit ? `r/${subreddit}` : author ?? "",
		platform,
		author: author ?? `op_${id}`,
		url: platform === "reddit" ? `https://www.reddit.com/r/${subreddit}/comments/${id}/` : `https://${platform}.example/${id}`,
		createdAt,
		title,
		text: [text, ...words].join("\n"),
		media: [],
		comments: [],
		metrics: {}
	};
}
/** Cases with what the rules say of each: `reasons` is empty where the sentence is accepted. */
function judgeCases({ posts, cases }) {
	const evidence = gatherEvidence({
		posts: new Map(posts.map((post) => [post.id, readPost(post)])),
		nameOf: (name) => name
	});
	return cases.map((entry) => {
		const verdict = verifyText(entry.sentence, entry.cites, evidence, {
			language: "en",
			heading: Boolean(entry.heading)
		});
		return {
			...entry,
			reasons: verdict.ok ? [] : verdict.reasons,
			refusals: verdict.ok ? [] : verdict.refusals
		};
	});
}
/** Reads a cases file. */
const readCases = (file) => JSON.parse(readFileSync(file, "utf8"));
// ../../../tmp/check-cases/all.mjs
const D = "/tmp/check-cases/";
const sets = {
	cases: "/work/shared/data/grounding/cases.json",
	dev: D + "dev.json",
	build: "/tmp/verify-cases/build.json",
	summ: "/work/shared/data/grounding/summedits.json"
};
if (process.argv.includes("--blind")) Object.assign(sets, {
	blind: D + "blind.json",
	held: "/tmp/verify-cases/held.json"
});
const show = process.argv[2];
for (const [n, f] of Object.entries(sets)) {
	const t = performance.now();
	const j = judgeCases(readCases(f));
	const F = j.filter((c) => String(c.label) === "false"), T = j.filter((c) => String(c.label) !== "false");
	const c = F.filter((x) => x.reasons.length).length, a = T.filter((x) => !x.reasons.length).length;
	console.log(n.padEnd(6), `false ${c}/${F.length} ${(100 * c / F.length).toFixed(1)}  true ${a}/${T.length} ${(100 * a / T.length).toFixed(1)}  bal ${(50 * c / F.length + 50 * a / T.length).toFixed(1)}  ${((performance.now() - t) / j.length).toFixed(2)}ms`);
	if (n === "blind" || n === "held") continue;
	const prevF = D + "prev." + n + ".json";
	const now = Object.fromEntries(j.map((x, i) => [i, x.refusals]));
	if (existsSync(prevF)) {
		const prev = JSON.parse(readFileSync(prevF));
		j.forEach((x, i) => {
			const was = prev[i].length > 0, is = x.reasons.length > 0;
			if (was !== is) {
				const good = String(x.label) === "false" === is;
				if (n !== "summ" || process.argv.includes("--summ")) console.log(" ", good ? "+" : "-", x.label, `[${x.kind}]`, x.sentence, is ? "\n        " + x.reasons.map((r) => r.replace(/ in: .*/, "").replace("the posts cited", "")).join(" ; ") : prev[i].join());
				else {
					globalThis.sg ??= {};
					const k = (good ? "+" : "-") + (is ? x.refusals.filter((r) => 1).join() : prev[i].join());
					sg[k] = (sg[k] ?? 0) + 1;
				}
			}
		});
		if (n === "summ" && globalThis.sg) console.log(sg);
	}
	if (process.argv.includes("--save")) writeFileSync(prevF, JSON.stringify(now));
	if (show === n) {
		for (const x of j) if (String(x.label) === "false" === (x.reasons.length === 0)) console.log("-", x.label, `[${x.kind}]`, x.sentence, x.reasons.map((r) => "\n     " + r.replace(/ in: .*/, "")).join(""));
	}
}
export {};
