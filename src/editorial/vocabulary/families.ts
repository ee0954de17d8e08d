// Families of models, which get new versions every week, and the words that make a version another model.

/*
 * Families of models. Entries: the name, what stands between it and a version (` -`, ` .`, ` _` for nothing; else a
 * space), other spellings, `:` the maker. Spellings as in vocabulary.ts, and: `+` never without a version and as written; `~`
 * the same, and the version must be tied to it or hold a point (`Step-3` is a model, `Step 3` an instruction).
 */
export const FAMILIES = `
GPT -: OpenAI; gpt-oss -: OpenAI; o _|~o: OpenAI; Sora: OpenAI; GPT Image -: OpenAI; Whisper|=Whisper: OpenAI;
Claude: Anthropic; Claude Opus|=Opus: Anthropic; Claude Sonnet|=Sonnet: Anthropic;
Claude Haiku|=Haiku: Anthropic; Claude Mythos|=Mythos: Anthropic; Gemini: Google; Gemma: Google;
MedGemma: Google; Veo: Google; Imagen: Google; Lyria: Google; Genie|=Genie: Google DeepMind;
Nano Banana: Google; AlphaFold: Google DeepMind; AlphaEvolve: Google DeepMind; AlphaProof: Google DeepMind;
Grok|=Grok: xAI; Llama: Meta; SAM|+SAM: Meta; DINOv|dinov: Meta; V-JEPA|vjepa|jepa: Meta; Muse Spark: Meta;
Phi -|~Phi: Microsoft; MAI -|~MAI: Microsoft; Nova|+Nova: Amazon; Nemotron: NVIDIA; Cosmos|+Cosmos: NVIDIA;
GR00T: NVIDIA; Parakeet|=Parakeet: NVIDIA; DeepSeek-V _: DeepSeek; DeepSeek-R _: DeepSeek;
DeepSeek-OCR: DeepSeek; Qwen: Alibaba; Qwen-Image: Alibaba; Wan|+Wan: Alibaba; Z-Image: Alibaba;
Kimi K _: Moonshot AI; Kimi: Moonshot AI; GLM -: Zhipu AI;
MiniMax-M _|MiniMax: MiniMax; Hailuo: MiniMax; Seedance: ByteDance;
Seedream: ByteDance; Doubao: ByteDance; Hunyuan: Tencent; ERNIE: Baidu; MiMo -|mimo v|=MiMo: Xiaomi;
Pangu: Huawei; Step -|~Step: StepFun; LongCat: Meituan; Kling: Kuaishou; InternLM: Shanghai AI Lab;
InternVL: Shanghai AI Lab; Yi -|~Yi: 01.AI; Baichuan: Baichuan; MiniCPM: OpenBMB; Mistral Large: Mistral AI;
Mistral Medium: Mistral AI; Mistral Small: Mistral AI; Mixtral: Mistral AI; Magistral: Mistral AI;
Devstral: Mistral AI; Codestral: Mistral AI; Voxtral: Mistral AI; Ministral: Mistral AI;
Pixtral: Mistral AI; Command R|=Command R: Cohere; Command A|=Command A: Cohere; Aya|=Aya: Cohere;
Jamba: AI21; FLUX .|=FLUX|=Flux: Black Forest Labs; Stable Diffusion|=SDXL: Stability AI;
Gen -|~Gen: Runway; Ray|~Ray: Luma; Sonar|+Sonar: Perplexity; LFM|=LFM: Liquid AI;
Trinity|=Trinity Large|=Trinity: Arcee AI; Hermes|+Hermes: Nous Research;
INTELLECT -|~INTELLECT: Prime Intellect; OLMo: Allen AI; Molmo: Allen AI; Tulu|tülu: Allen AI;
SmolLM: Hugging Face; SmolVLM: Hugging Face; Granite|+Granite: IBM; Falcon|+Falcon: TII; K2 Think: MBZUAI;
EXAONE: LG; Solar|+Solar|=Solar Open: Upstage; Composer|+Composer: Cursor; SWE -|~SWE: Cognition;
LTX -: Lightricks; Kokoro: Hexgrad; BitNet: Microsoft; ModernBERT: Answer.AI; CLIP|=CLIP: OpenAI;
SigLIP: Google; Mercury|+Mercury: Inception; Sarvam: Sarvam AI; HappyHorse: Alibaba;
`;

/** Words that after a version make another model of it: `GPT-5.5 Pro`, `GLM-4.7-Flash`. */
export const VARIANTS =
  'pro max mini nano lite flash turbo ultra plus codex spark coder thinking vl omni air image speciale ' +
  'preview fast heavy code next live tts asr audio realtime large medium small super opus sonnet haiku';

const variants = new Set(VARIANTS.split(' '));

/** Whether a word by itself only tells one model from another (`Pro`, `Preview`). */
export function isVariant(word: string): boolean {
  return variants.has(word.toLowerCase());
}
