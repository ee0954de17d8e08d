// The names of AI engineering: companies and projects, people, topics, each with the spellings that mean it.

/*
 * Entries end in `;`: the canonical name, then other spellings, parted by `|`. Case, hyphens and spaces do not
 * matter (`Deep-Seek` is `deepseek`). A spelling that opens with `=` counts only as it is written, because it is an
 * ordinary word otherwise; a name that has such a spelling of itself does not count without it.
 */

export const COMPANIES = `
OpenAI|open ai|openaidevs; Anthropic|anthropicai; Google|google ai|googleai|google research|google cloud;
Google DeepMind|deepmind|googledeepmind|gdm; xAI|x-ai|x.ai;
Meta|=Meta|meta ai|aiatmeta|meta superintelligence labs|meta fair;
Microsoft|msft|microsoft research|microsoft ai; Amazon|aws|amazon web services|amazon bedrock; Apple|=Apple;
NVIDIA|nvda|nvidiaai|nvidia ai; AMD|aimd; Intel|=Intel; Qualcomm; Broadcom; TSMC; Samsung;
SK Hynix|sk-hynix; Micron; Arm|=Arm|=ARM; IBM|ibm research; Oracle|=Oracle; Salesforce;
Snowflake|=Snowflake; Databricks; Cloudflare; Vercel; GitHub; GitLab; Hugging Face|huggingface|hf hub;
DeepSeek|deep seek|deepseek-ai|deepseekai; Alibaba|alibaba cloud|tongyi|alibaba_qwen;
Moonshot AI|moonshot|moonshotai|kimi_moonshot; Zhipu AI|zhipu|z.ai|z-ai|zai org|zai_org|zhipuai;
MiniMax|minimaxai|minimax ai; ByteDance|bytedance seed|tiktok; Tencent|tencent hunyuan; Baidu|baidu inc;
Xiaomi; Huawei|ascend npu; StepFun|stepfun ai; Meituan|longcat; Kuaishou; SenseTime; iFlytek;
Mistral AI|=Mistral|mistralai; Cohere|=Cohere|cohere for ai; AI21|ai21 labs; Aleph Alpha;
Black Forest Labs|bfl_ml; Stability AI|stabilityai; Runway|=Runway|runwayml|runway ml;
Luma|luma ai|lumalabs|luma labs; Pika|=Pika|pika labs; Midjourney; ElevenLabs|eleven labs|elevenlabsio;
Suno|suno ai; Udio; Cartesia|=Cartesia|cartesia ai; Deepgram; AssemblyAI|assembly ai; Hume AI|hume;
Perplexity|=Perplexity|perplexity ai|perplexity_ai; Character.AI|character ai; Inflection AI; Adept AI;
Reka|reka ai; Liquid AI|liquidai; Arcee AI|arcee; Nous Research|nousresearch;
Prime Intellect|primeintellect; EleutherAI|eleuther; Allen AI|allen institute|allen_ai|ai2; LAION;
Unsloth|unsloth ai|unslothai; Together AI|together_ai|togethercompute;
Fireworks AI|fireworks_ai|fireworksai; Baseten; Modal|=Modal|modal labs; Replicate|=Replicate;
Fal|fal.ai|fal ai; Groq|groqinc; Cerebras; SambaNova; Etched|=Etched; Tenstorrent;
Lambda|lambda labs|lambdaapi; CoreWeave; Crusoe; Nebius; RunPod; OpenRouter|openrouterai; Ollama;
LM Studio|lmstudio; LangChain|langchainai|hwchase17 langchain; LlamaIndex|llama_index|llama index; Weaviate;
Pinecone; Qdrant; Chroma|=Chroma|chromadb; Weights & Biases|wandb|weights and biases; Scale AI|scale_ai;
Surge AI|surge hq; Mercor; Turing|=Turing; LMArena|lm arena|lmsys|chatbot arena|=Arena;
Artificial Analysis|artificialanlys; METR|metr evals; Epoch AI|epochairesearch; Apollo Research;
Redwood Research; Cognition|=Cognition|cognition labs; Anysphere; Replit; Lovable|=Lovable; Bolt|bolt.new;
Sourcegraph; JetBrains; Factory|factoryai|factory ai; Warp|=Warp|warpdotdev; Zed|=Zed|zeddotdev; Cline;
Notion|=Notion; Figma; Canva; Adobe; Stripe|=Stripe; Shopify; Uber; Netflix; Spotify; Disney; Tesla; SpaceX;
Waymo; Wayve; Figure|figure ai|figure robotics; 1X|1x technologies; Boston Dynamics; Physical Intelligence;
Unitree; Agility Robotics; Skild AI; Generalist AI|generalistai; World Labs|theworldlabs;
Safe Superintelligence|ssi inc; Thinking Machines|thinking machines lab|thinkymachines;
Reflection AI|reflection_ai; Periodic Labs; AMI Labs|advanced machine intelligence;
Sakana AI|sakana|sakanaailabs; Essential AI; Isomorphic Labs; Harvey|harvey ai; Glean|=Glean;
Sierra|=Sierra; Decagon; Palantir; Anduril; SoftBank; Andreessen Horowitz|a16z; Sequoia|sequoia capital;
Y Combinator|ycombinator; Stanford|stanford university; MIT|=MIT CSAIL|csail; Berkeley|uc berkeley|=BAIR;
Princeton; Carnegie Mellon|=CMU; Tsinghua|tsinghua university; Oxford|university of oxford; Mozilla;
Red Hat|redhat|red_hat; Docker|=Docker; Exa|exaailabs|exa ai; Tavily; Jina AI|jinaai|jina; Nomic|nomic ai;
Voyage AI; MongoDB; Supabase; Elastic|=Elastic|elasticsearch; Intercom; Airbnb; Bloomberg; Reuters;
The Information|=The Information; Augment Code|augmentcode; Tabnine; Qodo; Graphite|=Graphite; CodeRabbit;
Greptile; Poolside|poolside ai; Writer|=Writer; Synthesia; HeyGen; Descript; Higgsfield|higgsfield ai;
Krea|krea ai; Freepik; Ideogram; Recraft; Leonardo AI; PixVerse; Meshy; Speechmatics; Rime|=Rime; LiveKit;
Vapi|=Vapi; Hedra; Sesame|=Sesame; Inworld; Kyutai; Fish Audio; Vast.ai; Scaleway; Hetzner; DigitalOcean;
Dell; Supermicro; Foxconn; ASML; Marvell; Lenovo; Nintendo; Sony; Vals AI|valsai; Braintrust|=Braintrust;
Arize; Langfuse; Browserbase; Browser Use; Firecrawl; Parallel Web Systems|parallel web; E2B; Daytona;
Runloop; Turbopuffer; LanceDB; Milvus|zilliz; Vespa; Redis; Neon|=Neon; Convex|=Convex; Temporal|=Temporal;
Prefect|=Prefect; Anyscale; Contextual AI; LightOn|lighton ai; H Company; Multiverse Computing; Naver;
Rakuten; G42; MBZUAI; Max Planck; EPFL; ETH Zurich; Peking University|pku; HKUST; Shanghai AI Lab;
Lightricks; Apptronik; AgiBot; UBTech; XPeng; BYD; Zoox; Dyna Robotics; Recursion|=Recursion;
EvolutionaryScale; Arc Institute; FutureHouse; Chai Discovery; Harmonic|=Harmonic; Axiom Math|=Axiom;
MLCommons|mlperf; New York Times|nyt; Wall Street Journal|wsj; Financial Times; The Verge; TechCrunch;
Wired|=WIRED; NIST; CAISI; DARPA; UK AISI|ai security institute; European Commission;
Pentagon|department of war|department of defense; Databento; PrismML; Inception Labs|inceptionai;
Cerebras Systems; Etsy; Walmart; Visa|=Visa; Mastercard; PayPal; Goldman Sachs; JPMorgan; McKinsey;
Accenture; Deloitte; Apache|=Apache Foundation; Linux Foundation; Atlassian; Linear|=Linear; Ramp|=Ramp;
Brex; Epic|=Epic Games; Roblox; Unity|=Unity; Siemens; Bosch; Toyota; Hyundai; Boeing; NASA; Blackbox AI;
Eigent|eigent ai; Nscale; Fluidstack; Vultr; Lightning AI; Answer.AI; Ai2 Asta; Sapient|=Sapient; Goodfire;
Gray Swan; Irregular|=Irregular; HackerOne; Snyk; CrowdStrike; Wiz|=Wiz; Noma|=Noma Security; TNG|=TNG;
Lovart; Genspark; Glif;
`;

export const PEOPLE = `
Sam Altman|sama|=Altman; Greg Brockman|gdb|=Brockman; Jakub Pachocki; Mark Chen; Noam Brown|polynoamial;
Fidji Simo|=Fidji; Mira Murati|=Murati; Ilya Sutskever|=Sutskever; Andrej Karpathy|karpathy;
John Schulman|johnschulman2; Dario Amodei|darioamodei|=Amodei|=Dario; Jack Clark|jackclarksf;
Jan Leike|janleike; Amanda Askell|amandaaskell; Chris Olah|ch402; Boris Cherny|bcherny; Mike Krieger|mikeyk;
Demis Hassabis|demishassabis|=Demis|=Hassabis; Sundar Pichai|sundarpichai; Jeff Dean|jeffdean;
Logan Kilpatrick|officiallogank; Noam Shazeer|noamshazeer; Shane Legg|shanelegg; Oriol Vinyals;
Elon Musk|elonmusk|=Elon|=Musk; Mark Zuckerberg|zuckerberg; Alexandr Wang|alexandr_wang;
Yann LeCun|ylecun|=LeCun; Satya Nadella|satyanadella|=Nadella; Mustafa Suleyman|mustafasuleyman;
Jensen Huang|=Jensen; Lisa Su; Tim Cook; Geoffrey Hinton|geoffreyhinton|=Hinton; Yoshua Bengio|=Bengio;
Andrew Ng|andrewyng; Fei-Fei Li|drfeifei; Francois Chollet|françois chollet|fchollet|=Chollet;
Clement Delangue|clementdelangue|clem delangue; Thomas Wolf|thom_wolf; Georgi Gerganov|ggerganov;
Daniel Han|danielhanchen; Tim Dettmers|tim_dettmers; Tri Dao|tri_dao; Albert Gu; Sebastian Raschka|rasbt;
Nathan Lambert|natolambert; Ethan Mollick|emollick; Gary Marcus|garymarcus; Simon Willison|simonw; Swyx;
Jeremy Howard|jeremyphoward; Jim Fan|drjimfan; Lilian Weng|lilianweng; Percy Liang|percyliang;
Omar Khattab|lateinteraction; Harrison Chase|hwchase17; Jerry Liu|jerryjliu0; Aravind Srinivas|aravsrinivas;
Arthur Mensch|arthurmensch; Liang Wenfeng; Kai-Fu Lee; Guillermo Rauch|rauchg; Amjad Masad|amasad;
Theo Browne; Dylan Patel|dylan522p; Dwarkesh Patel|dwarkesh_sp|dwarkesh; Lex Fridman; David Sacks;
Marc Andreessen|pmarca; Palmer Luckey; Teknium; Tobi Lutke|tobi lütke; Peter Steinberger|steipete;
Terence Tao; Emad Mostaque; Kevin Weil; Aidan Gomez; Arvind Narayanan|random_walker; Lisa Dunlap;
Kevin Scott; Eric Schmidt; Bill Gates; Jeff Bezos; Larry Page; Sergey Brin; Koray Kavukcuoglu;
Josh Woodward|joshwoodward; Tulsee Doshi; Alexander Embiricos|embirico; Romain Huet|romainhuet;
Tibor Blaho|btibor91; Barret Zoph|barret_zoph; Sholto Douglas|_sholtodouglas; Chris Lattner|clattner_llvm;
George Hotz|realgeorgehotz; Awni Hannun|awnihannun; Xenova; Philipp Schmid|_philschmid;
Ben Burtenshaw|ben_burtenshaw; Merve Noyan|mervenoyann; Cameron Wolfe|cwolferesearch;
Elvis Saravia|omarsar0; Maxime Labonne|maximelabonne; Mitchell Hashimoto|mitchellh; Dax Raad|thdxr;
Quinn Slack|sqs; Lee Robinson|leerob; Michael Truell|mntruell; Scott Wu|scottwu46; Varun Mohan;
Kent Beck|kentbeck; Steve Yegge|steve_yegge; Geoffrey Huntley|geoffreyhuntley; Hamel Husain|hamelhusain;
Jason Wei|_jasonwei; John Carmack|id_aa_carmack; Richard Sutton; David Silver; Sergey Levine|svlevine;
Chelsea Finn|chelseabfinn; Pieter Abbeel; Jitendra Malik; Ruslan Salakhutdinov|rsalakhu;
Christopher Manning|chrmanning; Stuart Russell; Max Tegmark|tegmark; Eliezer Yudkowsky; Scott Alexander;
Zvi Mowshowitz|thezvi; Ajeya Cotra; Daniel Kokotajlo; Neel Nanda|neelnanda5; Dan Hendrycks|danhendrycks;
Ray Kurzweil; Donald Trump|=Trump; Pete Hegseth|=Hegseth; Bernie Sanders; Gavin Newsom;
Junyang Lin|justinlin610; Yang Zhilin;
`;

/** Tools and products that are neither a company nor a versioned model; tagged as topics. */
export const PRODUCTS = `
ChatGPT|chat gpt; Claude Code|claude-code; Claude Cowork|cowork; Codex|=Codex|codex cli|openai codex;
Cursor|=Cursor|cursor_ai|cursor composer; Windsurf; Devin|=Devin; GitHub Copilot|=Copilot|gh copilot;
VS Code|vscode|visual studio code; OpenClaw|clawdbot|moltbot|open claw; Moltbook; Hermes Agent|hermes-agent;
OpenCode|open code cli|=opencode; Gemini CLI|gemini-cli; Antigravity|google antigravity;
NotebookLM|notebook lm; AI Studio|google ai studio; Amp|ampcode|amp code; Aider; Roo Code|roocode;
Kilo Code|kilocode; Kiro; Manus|manus ai; Deep Agents|deepagents; LangGraph; LangSmith; DSPy; CrewAI;
AutoGen; Pydantic AI|pydanticai; smolagents; n8n; vLLM|vllm project|vllm_project;
SGLang|sgl-project|lmsysorg sglang; llama.cpp|llama cpp|llamacpp|ggml; ik_llama.cpp|ik llama;
MLX|mlx-lm|=MLX; TensorRT-LLM|tensorrt; ComfyUI|comfy ui|comfyorg; PyTorch|torch compile; JAX|=JAX;
TRL|=TRL; verl; Axolotl; Open WebUI|openwebui; KoboldCpp; ExLlama|exllamav2|exllamav3; Gradio;
Transformers.js; WebGPU; LeRobot; nanochat; nanoGPT|modded-nanogpt; autoresearch|auto-research;
Gemini app|geminiapp; Vertex AI; AI Mode; AI Overviews; Jules|=Jules; Gemini Code Assist; Le Chat;
Grokipedia; Grok Imagine; ChatGPT Atlas|=Atlas; Comet|=Comet; Deep Research|=Deep Research; ChatGPT Health;
ChatGPT Agent; Responses API; Agents SDK; Claude for Chrome|claude in chrome; Claude Design; Claude Desktop;
Qwen Code; Kimi Code; Trae|=Trae; Qoder; Droid|=Droid; Goose|=Goose; Crush|=Crush; Conductor|=Conductor;
Gas Town; Ralph Wiggum|ralph loop|=Ralph; MCP Apps; Agent2Agent|=A2A|a2a protocol; Zapier; Docling;
LlamaParse; Playwright; Obsidian|=Obsidian; ROCm; Vulkan|=Vulkan; WebLLM; Core ML; ExecuTorch; ONNX;
Megatron|megatron-lm; DeepSpeed; FlashInfer; FlashAttention; CUTLASS; Mojo|=Mojo; tinygrad; Tinker|=Tinker;
SkyRL; OpenRLHF; NeMo|=NeMo; prime-rl; LLaMA-Factory; mergekit; Heretic|=Heretic; SillyTavern;
Oobabooga|text-generation-webui; Jan|=Jan AI; AnythingLLM; GPT4All; LiteLLM; TurboQuant; Engram|=Engram;
ExecuTorch; SynthID; Veo Flow|=Google Flow; Stitch|=Stitch; Opal|=Opal; Pomelli; Firebase Studio;
Bedrock|=Bedrock; SageMaker; Azure|=Azure; Microsoft 365 Copilot; Stargate|=Stargate; Colossus|=Colossus;
`;

/** Things by which something else is done, tried or measured: platforms, hardware, benchmarks; tagged as topics. */
export const THINGS = `
Wikipedia; YouTube; Reddit|=Reddit Inc; Discord|=Discord; Slack; Telegram; WhatsApp; LinkedIn; Zoom|=Zoom;
Dropbox; Kaggle; arXiv|=arXiv Inc; Google Search; Chrome|=Chrome; Android|=Android; iPhone; Siri; Alexa;
AGENTS.md; CLAUDE.md; Home Assistant; Raspberry Pi; Jetson; DGX Spark; DGX Station; Strix Halo; Slurm;
Kubernetes; Windows|=Windows; Linux; Excel|=Excel; PowerPoint; Gmail; Google Docs; YouTube Shorts;
Blackwell; Hopper|=Hopper; Vera Rubin|=Rubin; GB200; GB300; H100; H200; B200; MI300X; MI355X; Trainium;
Inferentia; Gaudi; RTX 3090; RTX 4090; RTX 5090; RTX 6000|rtx pro 6000; Mac Studio; MacBook Pro|macbook;
Mac mini; SWE-bench Pro; BrowseComp; OSWorld; GDPval; Vending-Bench; LiveBench; LiveCodeBench;
MMLU|mmlu-pro; Tau-bench|tau2-bench; Design Arena; Text Arena; Code Arena; Video Arena; EQ-Bench;
SimpleBench; IFBench; Intelligence Index; MCP Atlas; PostTrainBench; FrontierCode; CritPt; HealthBench;
SWE-Bench|swe bench|swe-bench verified|swe-bench pro; Terminal-Bench|terminalbench|terminal bench;
ARC-AGI|arc agi|arc prize; Humanity's Last Exam|=HLE; GPQA|gpqa diamond; FrontierMath|frontier math;
`;

export const TOPICS = `
Agents|ai agent|ai agents|agentic|autonomous agents|coding agent|coding agents|agent framework;
Multi-agent systems|multi-agent|multiagent|subagents|sub-agents|agent swarm|swarms;
Agent harnesses|harness|harnesses|scaffolding|agent scaffold;
Model Context Protocol|=MCP|mcp server|mcp servers; Agent skills|skill.md|skills.md|=Skills;
Agent memory|long-term memory|memory layer|persistent memory;
Computer use|computer-use|browser agent|browser use|gui agent;
Tool use|tool calling|function calling|tool calls|tool-calling;
Context engineering|context management|context compaction|context rot;
Long context|long-context|1m context|million tokens|context window|context length;
Prompt engineering|prompting|system prompt|prompt design;
Prompt injection|jailbreak|jailbreaks|jailbreaking; Vibe coding|vibe-coding|vibecoding|vibe coded;
Coding assistants|ai coding|code generation|pair programming|coding models;
Code review|pull request review|review bot;
Retrieval-augmented generation|=RAG|retrieval augmented|agentic search|graphrag;
Embeddings|embedding model|embedding models|vector search|text embeddings;
Vector databases|vector database|vector db|vector store;
Rerankers|reranker|reranking|late interaction|colbert;
Reinforcement learning|=RL|=RLVR|rl training|verifiable rewards|policy gradient;
RLHF|preference tuning|human feedback|=DPO|reward model|reward models;
GRPO|group relative policy optimization;
Post-training|post training|instruction tuning|supervised fine-tuning|=SFT;
Pretraining|pre-training|pretrain|pretrained from scratch;
Fine-tuning|finetuning|fine tuning|finetune|fine-tune|fine-tuned; LoRA|qlora|low-rank adaptation|peft;
Distillation|knowledge distillation|self-distillation|distilled; Synthetic data|synthetic datasets;
Datasets|open dataset|training data|data curation;
Continual learning|lifelong learning|catastrophic forgetting;
Test-time compute|test-time training|inference-time compute|test time scaling;
Reasoning models|chain of thought|chain-of-thought|=CoT|reasoning model|thinking mode;
Scaling laws|scaling law|compute-optimal|chinchilla;
Mixture of experts|mixture-of-experts|=MoE|sparse experts;
Attention|linear attention|sparse attention|flash attention|flashattention|sliding window attention;
State space models|=SSM|mamba|hybrid mamba; Transformers|transformer architecture;
Diffusion models|diffusion model|diffusion language model|flow matching; Optimizers|=Muon|adamw|optimizer;
KV cache|kv-cache|kv caching|prefix caching|prompt caching;
Quantization|quantisation|quantized|=GGUF|=FP8|=NVFP4|=FP4|=INT4|=AWQ|=GPTQ;
Speculative decoding|multi-token prediction|=MTP|draft model;
Inference|inference engine|model serving|serving stack|llm serving|throughput;
Inference costs|token pricing|price cut|api pricing|cost per token;
GPU kernels|cuda kernel|cuda kernels|kernel generation|=CUDA|=Triton kernels;
GPUs|=GPU|=GPUs|graphics cards; TPUs|=TPU|=TPUs; AI chips|custom silicon|accelerators|asic;
Data centers|datacenter|datacenters|data centre|data centres|gigawatt; Energy|power grid|nuclear power;
Memory prices|ram prices|dram|hbm;
Consumer hardware|vram|rtx 3090|rtx 4090|rtx 5090|rtx pro 6000|dgx spark|strix halo|mac studio;
Apple Silicon|m3 ultra|m4 max|m5 max|m5; On-device AI|on-device|edge ai|edge deployment|mobile inference;
Local models|local llm|local llms|local ai|run locally|running locally|self-hosted;
Small models|small language models|=SLM|=SLMs|tiny models;
Open weights|open-weight|open-weights|open models|open model;
Open source|open-source|open sourced|open-sourced|opensource; Model releases|model launch|model release;
Benchmarks|benchmark|leaderboard|leaderboards|benchmarking;
Evaluations|evals|llm-as-a-judge|llm as judge|llm judges;
Mathematics|math proofs|theorem proving|=IMO|erdős problem|erdos problem|olympiad;
AI for science|scientific discovery|drug discovery|protein design|genomics|ai scientist;
Health|healthcare|medical ai|clinical;
Interpretability|mechanistic interpretability|sparse autoencoders|probes;
Alignment|ai alignment|misalignment|scheming|reward hacking;
AI safety|safety|catastrophic risk|existential risk|superintelligence risk;
AI policy|regulation|executive order|ai act|export controls|legislation;
Copyright|lawsuit|lawsuits|fair use; Privacy|data retention|surveillance;
Security|cybersecurity|vulnerabilities|supply chain attack|malware|data leak;
Military use|pentagon|department of war|defense contract|autonomous weapons;
Jobs and labour|layoffs|labor market|job market|unemployment; Education|students|teachers;
AGI|artificial general intelligence|superintelligence|=ASI; Consciousness|sentience|model welfare;
Robotics|robots|robot|humanoid|humanoids|embodied ai;
Self-driving|autonomous driving|robotaxi|autonomous vehicles;
World models|world model|interactive simulation;
Vision-language models|=VLM|=VLMs|vision-language|=VLA|multimodal models|visual reasoning;
Multimodal|omni model|any-to-any; OCR|document parsing|document understanding|document ai;
Image generation|text-to-image|image editing|image model|ai art;
Video generation|text-to-video|image-to-video|video model|ai video;
3D generation|gaussian splatting|text-to-3d;
Speech|text-to-speech|=TTS|speech recognition|=ASR|voice cloning|voice agents|voice model;
Music generation|ai music; Translation|machine translation|multilingual;
Search|ai search|web search|deep research; Recommendation|recommender|recommender systems;
Personal assistants|ai assistant|personal agent; Advertising|ads|ad-supported;
Pricing and limits|rate limits|usage limits|subscription|subscriptions|session limit;
Outages|outage|downtime|degraded; Funding|series a|series b|series c|series d|fundraising|valuation;
Acquisitions|acquisition|acquires|acquired|acquihire; IPO|going public;
Hiring and departures|steps down|departs|hiring; Enterprise adoption|enterprise|enterprises;
Sandboxes|sandbox|sandboxing|code execution|micro-vm; Observability|tracing|traces|telemetry;
Developer tools|devtools|developer experience|=SDK|=CLI|=IDE; Sovereign AI|national ai;
Chinese labs|china ai|chinese models;
`;

/*
 * Families of models. Entries: the name, what stands between it and a version (` -`, ` .`, ` _` for nothing; else a
 * space), other spellings, `:` the maker. Spellings as above, and: `+` never without a version and as written; `~`
 * the same, and the version must be tied to it or hold a point (`Step-3` is a model, `Step 3` an instruction).
 */
export const FAMILIES = `
GPT -: OpenAI; gpt-oss -: OpenAI; o _|~o: OpenAI; Sora: OpenAI; GPT Image -: OpenAI; Whisper: OpenAI;
Claude: Anthropic; Claude Opus|=Opus: Anthropic; Claude Sonnet|=Sonnet: Anthropic;
Claude Haiku|=Haiku: Anthropic; Claude Mythos|=Mythos: Anthropic; Gemini: Google; Gemma: Google;
MedGemma: Google; Veo: Google; Imagen: Google; Lyria: Google; Genie|=Genie: Google DeepMind;
Nano Banana: Google; AlphaFold: Google DeepMind; AlphaEvolve: Google DeepMind; AlphaProof: Google DeepMind;
Grok|=Grok: xAI; Llama: Meta; SAM|+SAM: Meta; DINOv|dinov: Meta; V-JEPA|vjepa|jepa: Meta; Muse Spark: Meta;
Phi -|~Phi: Microsoft; MAI -|~MAI: Microsoft; Nova|+Nova: Amazon; Nemotron: NVIDIA; Cosmos|+Cosmos: NVIDIA;
GR00T: NVIDIA; Parakeet: NVIDIA; DeepSeek-V _: DeepSeek; DeepSeek-R _: DeepSeek;
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
