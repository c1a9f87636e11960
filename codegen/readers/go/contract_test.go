package readers

import (
	"encoding/json"
	"testing"

	"example.com/portkey-integrations/readers/contract"
)

// What a Go user must be able to do with the generated types: read an answer, nulls and all.
func TestAnIntegrationIsRead(t *testing.T) {
	answer := `{"id":"0b9ab8ef-6f2a-4c1e-8d0e-2a2f4f6f9a10","slug":"openai-production","name":"OpenAI",
		"ai_provider_id":"openai","status":"active","created_at":"2026-05-02T12:31:48.000Z","object":"integration",
		"masked_key":"sk*****000","last_updated_at":null,"configurations":{"openai_project":"proj-chat"}}`
	var detail contract.IntegrationDetail
	if err := json.Unmarshal([]byte(answer), &detail); err != nil {
		t.Fatal(err)
	}
	if detail.Slug != "openai-production" || detail.MaskedKey == nil || *detail.MaskedKey != "sk*****000" {
		t.Fatalf("slug %q, masked key %v", detail.Slug, detail.MaskedKey)
	}
}
