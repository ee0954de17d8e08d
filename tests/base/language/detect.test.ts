import { describe, expect, test } from 'vitest';
import { detectLanguage } from '../../../src/base/language/detect.js';

describe('detectLanguage', () => {
  test.each([
    ['en', 'The council opened the new library on Saturday morning.'],
    ['de', 'Die Stadt hat am Samstag eine neue Bibliothek eröffnet.'],
    ['fr', 'Comment bien utiliser une brouette pour aider ses voisins'],
    ['es', 'El ayuntamiento abrió la nueva biblioteca el sábado'],
    ['nl', 'De gemeente opende zaterdag een nieuwe bibliotheek'],
    ['ja', '新しい図書館が土曜日に開館しました'],
    ['ru', 'В субботу город открыл новую библиотеку'],
  ])('%s: %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  test('detectLanguage ignores addresses, handles and names', () => {
    expect(detectLanguage('https://example.org/le-monde-est-beau')).toBeUndefined();
    expect(detectLanguage('@LeVoisin Heron 3.5')).toBeUndefined();
    expect(detectLanguage('42')).toBeUndefined();
    expect(detectLanguage('')).toBeUndefined();
  });
});
