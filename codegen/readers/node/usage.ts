// What a TypeScript user must be able to write, and what must not compile, against the generated types.
import type { components, operations } from './build/contract'

type Detail = components['schemas']['IntegrationDetail']
type Create = operations['createIntegration']['requestBody']['content']['application/json']

export const create: Create = { name: 'OpenAI', ai_provider_id: 'openai', key: 'sk-example' }
export const read = (detail: Detail): string => detail.masked_key ?? detail.slug

// @ts-expect-error a creation needs a name
export const nameless: Create = { ai_provider_id: 'openai' }
// @ts-expect-error an answer has no key
export const key = (detail: Detail) => detail.key
