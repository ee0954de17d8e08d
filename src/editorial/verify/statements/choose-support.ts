// Which few of many posts a text leans on. Held to all of them at once, any words would find support somewhere.

/**
 * The ids of at most `max` posts that together hold most of the words, the most useful first. `stems` are all of a post's
 * stems.
 */
export function chooseSupport(
  words: ReadonlySet<string>,
  posts: { id: string; stems: ReadonlySet<string> }[],
  max: number,
): string[] {
  const chosen: string[] = [];
  const open = new Set(words);
  const left = [...posts];
  while (chosen.length < max && left.length > 0) {
    const counts = left.map(({ stems }) => [...open].filter((word) => stems.has(word)).length);
    const most = Math.max(...counts);
    if (most === 0) break;
    const [post] = left.splice(counts.indexOf(most), 1);
    if (!post) break;
    chosen.push(post.id);
    for (const word of [...open]) if (post.stems.has(word)) open.delete(word);
  }
  return chosen;
}
