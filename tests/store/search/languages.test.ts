import { expect, test } from 'vitest';
import { saveIssue } from '../../../src/store/issues.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { makeIssue } from '../../fixtures/issue.js';
import { openTestStore } from '../../fixtures/store.js';

interface Archive {
  language: string;
  pages: string[];
  /** By query: the pages that are about it, listed by hand. */
  queries: Record<string, number[]>;
}

const ARCHIVES: Archive[] = [
  {
    language: 'zh',
    pages: [
      '松石公司开源了新模型',
      '开源社区发布补丁',
      '图像模型的训练成本下降',
      '法院裁定训练数据案',
      '芯片供应恢复',
      '向量检索更快',
      '长江大桥检修',
      '手机芯片涨价',
    ],
    queries: {
      开源: [0, 1],
      模型: [0, 2],
      训练: [2, 3],
      芯片: [4, 7],
      向量检索: [5],
      长江: [6],
      手机: [7],
      量子: [],
    },
  },
  {
    language: 'ja',
    pages: [
      '研究所が言語モデルを公開した',
      '画像モデルの学習費用',
      '機械翻訳の評価を公表',
      '翻訳の品質が人を超えた',
      '東京で会議が開かれた',
      '検索の順位が変わった',
      '電池の寿命が延びた',
      'ベクトル検索の遅延',
    ],
    queries: {
      モデル: [0, 1],
      翻訳: [2, 3],
      検索: [5, 7],
      東京: [4],
      電池: [6],
      学習: [1],
      公開: [0],
      量子: [],
    },
  },
  {
    language: 'ko',
    pages: [
      '연구소가 언어모델을 공개했다',
      '이미지 모델의 학습 비용',
      '기계번역 평가 결과',
      '번역 품질이 좋아졌다',
      '서울에서 회의가 열렸다',
      '벡터검색 지연',
      '검색 순위가 바뀌었다',
      '교사노조가 반대했다',
    ],
    queries: {
      모델: [0, 1],
      번역: [2, 3],
      검색: [5, 6],
      서울: [4],
      노조: [7],
      학습: [1],
      공개: [0],
      양자: [],
    },
  },
  {
    language: 'th',
    pages: [
      'ห้องวิจัยเปิดตัวโมเดลภาษา',
      'โมเดลภาพราคาลดลง',
      'ศาลห้ามใช้คลังภาพ',
      'ชิปใหม่เร็วขึ้น',
      'รถไร้คนขับทดสอบวันนี้',
      'หูฟังแปลภาษาได้',
      'มหาวิทยาลัยเผยแพร่งานวิจัย',
      'ธนาคารเปิดบริการ',
    ],
    queries: { โมเดล: [0, 1], ภาษา: [0, 5], ภาพ: [1, 2], ชิป: [3], รถ: [4], ศาล: [2], ธนาคาร: [7], ยา: [] },
  },
];

test.each(ARCHIVES)(
  '$language: a short search finds the pages that are about it, and no others',
  async (archive) => {
    const { language, pages, queries } = archive;
    const db = await openTestStore();
    const bullets = pages.map((text, at) => ({
      ...{ id: `b${at}`, claim: [], text: [{ text }], citations: [], points: [] },
      origin: 'model' as const,
    }));
    const section = { id: 's', title: '1', weight: 1, bullets, postIds: [] };
    const recap = { id: 'r', title: 'R', platform: 'web' as const, sections: [section], topPosts: [] };
    await saveIssue(
      db,
      makeIssue({ language, lead: [], headline: '1', subtitle: '', tags: [], recaps: [recap] }),
    );
    const found: Record<string, number[]> = {};
    for (const query of Object.keys(queries)) {
      const { hits } = await searchBullets(db, { terms: parseTerms(query), limit: 20 });
      found[query] = hits.map(({ anchor }) => Number(anchor.slice(1))).sort((a, b) => a - b);
    }
    expect(found).toEqual(queries);
  },
);

test('plurals of acronyms and names without accents are found alike', async () => {
  const db = await openTestStore();
  const texts = [
    'Two GPUs beat one TPU',
    'Small LLMs on NPUs',
    'Łódź hosts a fair',
    'Die Straße ist gesperrt',
    'The CPU waits for APIs',
  ];
  const bullets = texts.map((text, at) => ({
    ...{ id: `b${at}`, claim: [], text: [{ text }], citations: [], points: [] },
    origin: 'model' as const,
  }));
  const section = { id: 's', title: '1', weight: 1, bullets, postIds: [] };
  const recap = { id: 'r', title: 'R', platform: 'web' as const, sections: [section], topPosts: [] };
  await saveIssue(db, makeIssue({ lead: [], headline: '1', subtitle: '', tags: [], recaps: [recap] }));
  const queries: Record<string, string[]> = {
    ...{
      gpu: ['b0'],
      gpus: ['b0'],
      GPUs: ['b0'],
      GPUS: ['b0'],
      tpus: ['b0'],
      llm: ['b1'],
      llms: ['b1'],
      LLMs: ['b1'],
    },
    ...{ npu: ['b1'], Lodz: ['b2'], strasse: ['b3'], cpus: ['b4'], api: ['b4'], apis: ['b4'] },
  };
  const found: Record<string, string[]> = {};
  for (const query of Object.keys(queries))
    found[query] = (await searchBullets(db, { terms: parseTerms(query), limit: 20 })).hits.map(
      ({ anchor }) => anchor,
    );
  expect(found).toEqual(queries);
});
