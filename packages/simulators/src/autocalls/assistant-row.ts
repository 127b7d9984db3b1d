import type { Assistant, AssistantCreate } from '@leadwire/generated-autocalls';
import { isoTime } from './times.ts';
import type { World } from './world.ts';

/** What may be set of an assistant, here with null where an update cleared it. */
export type AssistantSettings = Partial<AssistantCreate> & {
  readonly inbound_webhook_url?: string | null;
};

export interface AssistantRow {
  readonly id: number;
  readonly uuid: string;
  settings: AssistantSettings;
  status: 'active' | 'inactive';
  readonly createdAt: number;
  updatedAt: number;
}

/** Settings that belong to a mode, and go when the mode changes. */
export const MODE_SETTINGS = [
  'llm_model_id',
  'multimodal_model_id',
  'chat_llm_fallback_id',
  'turn_detection_threshold',
  'synthesizer_provider_id',
  'transcriber_provider_id',
] as const satisfies readonly (keyof AssistantSettings)[];

/** The list gives some numbers as strings of digits. */
const digits = (value: number | undefined, otherwise: number) => (value ?? otherwise).toFixed(2);

/** The list gives some switches as 0 and 1. */
const bit = (value: boolean | undefined, otherwise: boolean) => ((value ?? otherwise) ? 1 : 0);

/** The row of the full list, in its loose types. */
export function assistantView(
  world: World,
  { id, uuid, settings, status, createdAt, updatedAt }: AssistantRow,
): Assistant {
  return {
    id,
    uuid,
    user_id: 1,
    phone_number_id: settings.phone_number_id ?? null,
    engine_id: null,
    synthesizer_id: null,
    transcriber_id: null,
    voice_id: settings.voice_id ?? null,
    instance_id: 1,
    name: settings.name ?? '',
    variables: world.map(settings.variables),
    post_call_evaluation: settings.post_call_evaluation ?? true,
    fillers: bit(settings.fillers, false),
    post_call_schema: settings.post_call_schema ?? [],
    tools: settings.tools?.map((tool) => ({ ...tool })) ?? [],
    is_webhook_active: settings.is_webhook_active ?? false,
    webhook_url: settings.webhook_url ?? null,
    inbound_webhook_url: settings.inbound_webhook_url ?? null,
    language: null,
    type: settings.type ?? 'outbound',
    status,
    max_duration: settings.max_duration ?? 600,
    record: settings.record ?? false,
    initial_message: settings.initial_message ?? null,
    system_prompt: settings.system_prompt ?? null,
    flows_platform_id: null,
    timezone: settings.timezone ?? null,
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
    deleted_at: null,
    max_silence_duration: settings.max_silence_duration ?? 40,
    max_initial_silence_duration: settings.max_initial_silence_duration ?? null,
    ringing_time: settings.ringing_time ?? 30,
    reengagement_interval: settings.reengagement_interval ?? 30,
    end_call_on_voicemail: bit(settings.end_call_on_voicemail, true),
    llm_temperature: digits(settings.llm_temperature, 0.1),
    voice_stability: digits(settings.voice_stability, 0.7),
    voice_similarity: digits(settings.voice_similarity, 0.5),
    speech_speed: digits(settings.speech_speed, 1),
    // assumption: no background sound where none is set; the default is not documented.
    ambient_sound: settings.ambient_sound ?? 'off',
    ambient_sound_volume: digits(settings.ambient_sound_volume, 0.5),
    allow_interruptions: settings.allow_interruptions ?? true,
    enable_noise_cancellation: settings.enable_noise_cancellation ?? true,
    endpoint_type: settings.endpoint_type ?? 'vad',
    endpoint_sensitivity: settings.endpoint_sensitivity ?? 0.5,
    interrupt_sensitivity: settings.interrupt_sensitivity ?? 0.5,
    min_interrupt_words: settings.min_interrupt_words ?? null,
    wait_for_customer: settings.wait_for_customer ?? false,
    mode: settings.mode ?? 'pipeline',
    language_id: settings.language_id ?? null,
    transcriber_provider_id: settings.transcriber_provider_id ?? null,
    synthesizer_provider_id: settings.synthesizer_provider_id ?? null,
    llm_model_id: settings.llm_model_id ?? null,
    multimodal_model_id: settings.multimodal_model_id ?? null,
    send_webhook_only_on_completed: settings.send_webhook_only_on_completed ?? true,
    include_recording_in_webhook: settings.include_recording_in_webhook ?? true,
    filler_config: world.map({ ...settings.filler_config }),
    knowledgebase_id: settings.knowledgebase_id ?? null,
    knowledgebase_mode: settings.knowledgebase_mode ?? null,
    widget_settings: world.map(undefined),
  };
}

/** What the documents say cannot be; undefined where all is well. */
export function faultsOf(settings: AssistantSettings): Record<string, string[]> | undefined {
  const errors: Record<string, string[]> = {};
  const { mode } = settings;
  const realtime = mode === 'multimodal' || mode === 'dualplex';
  // assumption: the texts of the complaints about missing fields.
  if (mode === 'pipeline' && settings.llm_model_id === undefined) {
    errors.llm_model_id = ['The llm model id field is required when mode is pipeline.'];
  }
  if (realtime && settings.multimodal_model_id === undefined) {
    errors.multimodal_model_id = [`The multimodal model id field is required when mode is ${mode}.`];
  }
  if (realtime && settings.knowledgebase_mode === 'prompt') {
    errors.knowledgebase_mode = ['Only function_call mode is available for multimodal assistants.'];
  }
  if (realtime && settings.allow_interruptions === false) {
    errors.allow_interruptions = ['Interruptions cannot be disabled in multimodal or dualplex mode.'];
  }
  if (settings.is_webhook_active === true && !settings.webhook_url) {
    errors.webhook_url = ['The webhook url field is required when is webhook active is true.'];
  }
  return Object.keys(errors).length === 0 ? undefined : errors;
}
