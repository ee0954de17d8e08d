// Bullets that only repeat the opening, and the title of what is left.
import { expect, test } from 'vitest';
import { dropRepeats, leadWords } from '../../../src/editorial/model/repeats.js';
import { makeBullet } from '../../../src/editorial/offline/bullets/bullet.js';

const bullet = (claim: string) => makeBullet({ claim: [{ text: claim }], text: [] }, 'model');
const lead = leadWords([bullet('Tern Yard released the Oarfish hull with nine sails and a lead keel.')]);

test('a section whose bullets the lead tells is titled by what is left', () => {
  const section = {
    title: 'Oarfish hull has nine sails',
    bullets: [bullet('Oarfish hull has nine sails.'), bullet('Harbour fees at Vessa fall to four dollars.')],
  };
  const left = dropRepeats(section, lead);
  expect(left.bullets).toHaveLength(1);
  expect(left.title).toBe('Harbour fees at Vessa fall to four dollars');
});

test('a title that what is left still supports stays', () => {
  const section = {
    title: 'Oarfish and its Vessa rival',
    bullets: [bullet('Oarfish hull has nine sails.'), bullet('The Vessa rival of Oarfish costs less.')],
  };
  expect(dropRepeats(section, lead).title).toBe('Oarfish and its Vessa rival');
});
