// Finds the makers of models, by family, and of hardware and products, from a short list.
import { findVocabulary, listVocabulary } from './gazetteer.js';

const PRODUCT_MAKERS: [RegExp, string][] = [
  [/\b(?:[ABHL]\d{2,3}s?|GB\d{3}|RTX|GeForce|CUDA|CUTLASS|DGX|Blackwell|Jetson|TensorRT)\b/, 'NVIDIA'],
  [/\b(?:MI3\d\d\w?|Radeon|ROCm|Ryzen|Strix Halo)\b/, 'AMD'],
  [/\b(?:MacBook|Mac Studio|Mac mini|iPhone|iPad|M[1-9] (?:Max|Pro|Ultra)|MLX|Siri)\b/, 'Apple'],
  [/\b(?:TPUs?|NotebookLM|AI Studio|Vertex AI|YouTube|Android|Chrome|JAX)\b/, 'Google'],
  [/\b(?:ChatGPT|Codex)\b/, 'OpenAI'],
  [/\bClaude\b/, 'Anthropic'],
  [/\b(?:GitHub|Copilot|Azure|VS Code|Windows)\b/, 'Microsoft'],
  [/\b(?:AWS|Bedrock|SageMaker|Trainium)\b/, 'Amazon'],
  [/\b(?:Llama|PyTorch|WhatsApp|Instagram)\b/, 'Meta'],
];

let companies: Map<string, string> | undefined;

/** The makers' names, each once. */
export function findMakers(text: string): string[] {
  companies ??= new Map(
    listVocabulary().flatMap(({ kind, slug, name }) => (kind === 'company' ? [[slug, name] as const] : [])),
  );
  const known = companies;
  const families = findVocabulary(text).mentions.flatMap(({ maker }) =>
    maker ? (known.get(maker) ?? []) : [],
  );
  const products = PRODUCT_MAKERS.flatMap(([pattern, maker]) => (pattern.test(text) ? [maker] : []));
  return [...new Set([...families, ...products])];
}
