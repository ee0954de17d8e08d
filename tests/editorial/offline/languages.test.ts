import { expect, test } from 'vitest';
import { groupStories } from '../../../src/editorial/group/cluster.js';
import { writeSection } from '../../../src/editorial/offline/bullets/write-section.js';
import { writeHeadline } from '../../../src/editorial/offline/opening/headline.js';
import { writeLead } from '../../../src/editorial/offline/opening/lead.js';
import { isBalanced } from '../../../src/editorial/offline/sentences/extract.js';
import { createUsedText } from '../../../src/editorial/offline/used-text.js';
import type { Bullet, Post, Story } from '../../../src/model.js';
import { makePost } from '../../fixtures/store.js';

interface Language {
  language: string;
  title: string;
  text: string;
  /** The same event, reported by another publisher. */
  again: string;
  other: string;
  /** The expected text of the bullet. */
  quote: string;
  also: string;
}

const LANGUAGES: Language[] = [
  {
    language: 'zh',
    title: '青石镇图书馆延长开放时间',
    text: '青石镇图书馆从下周起每晚开放到十点。去年共有四万名读者来访。',
    again: '青石镇图书馆从周一起每晚开放到十点。',
    other: '河湾大桥因检修封闭两天',
    quote: '：“青石镇图书馆从下周起每晚开放到十点。去年共有四万名读者来访。”',
    also: '另有：Blog。',
  },
  {
    language: 'ja',
    title: '青葉町の図書館が開館時間を延長',
    text: '青葉町の図書館は来週から毎晩十時まで開館する。昨年は四万人が訪れた。',
    again: '青葉町の図書館は月曜日から毎晩十時まで開館する。',
    other: '川湾大橋が点検のため二日間通行止め',
    quote: '：「青葉町の図書館は来週から毎晩十時まで開館する。昨年は四万人が訪れた。」',
    also: 'ほかに：Blog。',
  },
  {
    language: 'de',
    title: 'Die Stadtbibliothek Grünau öffnet abends länger',
    text: 'Die Stadtbibliothek Grünau öffnet ab Montag bis 22 Uhr. Im letzten Jahr kamen 40.000 Leser.',
    again: 'Die Stadtbibliothek Grünau bleibt abends nun bis 22 Uhr offen.',
    other: 'Die Flussbrücke ist wegen einer Prüfung zwei Tage gesperrt',
    quote: ': „Die Stadtbibliothek Grünau öffnet ab Montag bis 22 Uhr. Im letzten Jahr kamen 40.000 Leser.“',
    also: 'Außerdem: Blog.',
  },
  {
    language: 'ar',
    title: 'مكتبة الواحة تمدد ساعات العمل مساء',
    text: 'تفتح مكتبة الواحة أبوابها كل مساء حتى العاشرة ابتداء من الأسبوع المقبل. زارها 40 ألف قارئ في العام الماضي.',
    again: 'تفتح مكتبة الواحة أبوابها حتى العاشرة مساء من يوم الاثنين.',
    other: 'إغلاق جسر النهر يومين بسبب أعمال الفحص',
    quote:
      ': «تفتح مكتبة الواحة أبوابها كل مساء حتى العاشرة ابتداء من الأسبوع المقبل. زارها 40 ألف قارئ في العام الماضي.»',
    also: 'وأيضًا: Blog.',
  },
];

const plain = ({ claim, text }: Bullet) => [...claim, ...text].map((span) => span.text).join('');

test.each(LANGUAGES)('$language: an item has text, and its copy elsewhere joins its story', (given) => {
  const { language, title, text, again, other, quote, also } = given;
  const entry = (id: string, source: string, over: Partial<Post>) =>
    makePost(id, {
      platform: 'web',
      sourceId: `feed:${source}`,
      author: source,
      title,
      text,
      links: [],
      ...over,
    });
  const posts = [
    entry('web:1', 'a', {}),
    entry('web:2', 'b', { text: again }),
    entry('web:3', 'a', { title: other, text: '' }),
  ];
  const groups = groupStories(posts);
  expect(groups.map((group) => group.map(({ id }) => id).sort())).toEqual([['web:1', 'web:2'], ['web:3']]);

  const story: Story = { id: 'web:1', posts: posts.slice(0, 2), weight: 1, voices: 2 };
  const writing = { language, nameOf: (id: string) => (id === 'feed:a' ? 'Paper' : 'Blog') };
  const section = { title: '', weight: 1, stories: [{ story, bullets: 1 }] };
  const [bullet] = writeSection(section, 'web', { ...writing, usedText: createUsedText() });
  expect(plain(bullet as Bullet)).toContain(`Paper${quote}`);
  expect(plain(bullet as Bullet)).toContain(also);
  expect(writeHeadline(story, language).text).not.toMatch(/[…。.]$/);
  const [lead] = writeLead(story, { ...writing, usedText: createUsedText() });
  expect(plain(lead as Bullet)).not.toContain('…');
});

test('quotation marks and brackets of other languages match', () => {
  for (const text of [
    '„Ja“, sagte sie.',
    '他说：「好」（笑）',
    '« Oui », dit-elle.',
    '”Ja”, sa hon.',
    '“A (b) c”',
  ])
    expect(isBalanced(text), text).toBe(true);
  for (const text of ['„Ja, sagte sie.', '他说：「好', 'dit-elle »', 'a) b', '“A (b” c)'])
    expect(isBalanced(text), text).toBe(false);
});
