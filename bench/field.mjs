// For benches: the vocabulary of the AI field, of which the evaluation data is.
import { fileURLToPath } from 'node:url';
import { readVocabularyFile } from '../dist/config/vocabulary-file.js';
import { loadField } from '../dist/editorial/vocabulary/field.js';

loadField(
  readVocabularyFile(fileURLToPath(new URL('../templates/fields/ai/vocabulary.yaml', import.meta.url))),
);
