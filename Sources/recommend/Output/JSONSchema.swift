/// The JSON Schema (draft 2020-12) of every answer in JSON: one definition for the items of each command.
///
/// The commands whose columns depend on what is asked (topics, clusters, evaluate) share the general definition `record`.
/// A line of `--format jsonl` is one such item.
enum JSONSchema {
  static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "recommend, answers in JSON",
      "type": "object",
      "required": ["schema_version", "items"],
      "properties": {
        "schema_version": { "const": 1 },
        "items": { "type": "array" }
      },
      "anyOf": [
        { "$ref": "#/$defs/related" },
        { "$ref": "#/$defs/config" },
        { "$ref": "#/$defs/missing_topics" },
        {
          "properties": {
            "schema_version": true,
            "items": {
              "anyOf": [
                { "items": { "$ref": "#/$defs/listed_item" } },
                { "items": { "$ref": "#/$defs/copy" } },
                { "items": { "$ref": "#/$defs/shown_item" } },
                { "items": { "$ref": "#/$defs/statistic" } },
                { "items": { "$ref": "#/$defs/finding" } },
                { "items": { "$ref": "#/$defs/related_list" } },
                { "items": { "$ref": "#/$defs/topic" } },
                { "items": { "$ref": "#/$defs/audit_finding" } },
                { "items": { "$ref": "#/$defs/topic_change" } },
                { "items": { "$ref": "#/$defs/planned_change" } },
                { "items": { "$ref": "#/$defs/retagged_item" } }
              ]
            }
          },
          "additionalProperties": false
        },
        { "properties": { "items": { "items": { "$ref": "#/$defs/record" } } } }
      ],
      "$defs": {
        "record": {
          "description": "what the other commands write: topics, clusters, evaluate",
          "type": "object",
          "minProperties": 1,
          "propertyNames": { "pattern": "^[a-z][a-z0-9_@]*$" }
        },
        "id": { "type": "string", "minLength": 1 },
        "optional_text": { "type": ["string", "null"] },
        "score": { "type": "number", "minimum": 0, "maximum": 1 },
        "share": { "type": "number", "minimum": 0, "maximum": 1 },
        "related": {
          "description": "recommend related",
          "required": ["queries"],
          "properties": {
            "schema_version": true,
            "items": { "items": { "$ref": "#/$defs/related_item" } },
            "queries": { "type": "array", "items": { "$ref": "#/$defs/query" } }
          },
          "additionalProperties": false
        },
        "related_item": {
          "type": "object",
          "required": ["for", "rank", "score", "id", "title", "path", "url", "reasons"],
          "properties": {
            "for": { "type": "string" },
            "rank": { "type": "integer", "minimum": 1 },
            "score": { "$ref": "#/$defs/score" },
            "id": { "$ref": "#/$defs/id" },
            "title": { "type": "string" },
            "path": { "$ref": "#/$defs/optional_text" },
            "url": { "$ref": "#/$defs/optional_text" },
            "reasons": { "type": "array", "items": { "type": "string" } },
            "explanation": {
              "description": "with --explain; all shares add up to the score",
              "type": "object",
              "required": ["terms", "lent_terms", "neighbors"],
              "properties": {
                "terms": { "type": "array", "items": { "$ref": "#/$defs/term_share" } },
                "lent_terms": { "type": "array", "items": { "$ref": "#/$defs/term_share" } },
                "neighbors": { "type": "array", "items": { "$ref": "#/$defs/neighbor_share" } }
              },
              "additionalProperties": false
            }
          },
          "additionalProperties": false
        },
        "query": {
          "type": "object",
          "required": ["for", "title", "words", "found", "note"],
          "properties": {
            "for": { "type": "string" },
            "title": { "type": "string" },
            "words": { "type": "integer", "minimum": 0 },
            "found": { "type": "integer", "minimum": 0 },
            "note": { "description": "why nothing was found", "$ref": "#/$defs/optional_text" }
          },
          "additionalProperties": false
        },
        "term_share": {
          "type": "object",
          "required": ["term", "share"],
          "properties": { "term": { "type": "string" }, "share": { "$ref": "#/$defs/share" } },
          "additionalProperties": false
        },
        "neighbor_share": {
          "type": "object",
          "required": ["id", "title", "share"],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "title": { "type": "string" },
            "share": { "$ref": "#/$defs/share" }
          },
          "additionalProperties": false
        },
        "listed_item": {
          "description": "recommend list",
          "type": "object",
          "required": ["id", "title", "date", "words", "path"],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "title": { "type": "string" },
            "date": { "$ref": "#/$defs/optional_text" },
            "words": { "type": "integer", "minimum": 0 },
            "path": { "$ref": "#/$defs/optional_text" }
          },
          "additionalProperties": false
        },
        "copy": {
          "description": "recommend list --copies",
          "type": "object",
          "required": ["id", "copy_of", "title", "path"],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "copy_of": { "$ref": "#/$defs/id" },
            "title": { "type": "string" },
            "path": { "$ref": "#/$defs/optional_text" }
          },
          "additionalProperties": false
        },
        "shown_item": {
          "description": "recommend show",
          "type": "object",
          "required": [
            "id", "title", "date", "path", "line", "url", "copy_of", "topics", "names", "words", "terms", "summary", "text"
          ],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "title": { "type": "string" },
            "date": { "$ref": "#/$defs/optional_text" },
            "path": { "$ref": "#/$defs/optional_text" },
            "line": { "type": ["integer", "null"] },
            "url": { "$ref": "#/$defs/optional_text" },
            "copy_of": { "$ref": "#/$defs/optional_text" },
            "topics": { "type": "array", "items": { "type": "string" } },
            "names": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "value"],
                "properties": {
                  "kind": { "enum": ["id", "slug", "path", "file name", "alias", "uuid", "url"] },
                  "value": { "type": "string" }
                },
                "additionalProperties": false
              }
            },
            "words": { "type": "integer", "minimum": 0 },
            "terms": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["term", "weight"],
                "properties": { "term": { "type": "string" }, "weight": { "type": "number" } },
                "additionalProperties": false
              }
            },
            "summary": { "type": "string" },
            "text": { "type": "string" }
          },
          "additionalProperties": false
        },
        "statistic": {
          "description": "recommend stats",
          "type": "object",
          "required": ["what", "value"],
          "properties": { "what": { "type": "string" }, "value": { "type": ["string", "number", "boolean"] } },
          "additionalProperties": false
        },
        "finding": {
          "description": "recommend doctor",
          "type": "object",
          "required": ["kind", "message"],
          "properties": {
            "kind": { "enum": ["integrity", "reference", "digest", "path"] },
            "message": { "type": "string" }
          },
          "additionalProperties": false
        },
        "related_list": {
          "description": "recommend export related",
          "type": "object",
          "required": ["id", "title", "path", "related"],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "title": { "type": "string" },
            "path": { "$ref": "#/$defs/optional_text" },
            "related": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "title", "path", "score"],
                "properties": {
                  "id": { "$ref": "#/$defs/id" },
                  "title": { "type": "string" },
                  "path": { "$ref": "#/$defs/optional_text" },
                  "score": { "$ref": "#/$defs/score" }
                },
                "additionalProperties": false
              }
            }
          },
          "additionalProperties": false
        },
        "texts": { "type": "array", "items": { "type": "string" } },
        "missing_topics": {
          "description": "recommend topics suggest",
          "required": ["calibrated"],
          "properties": {
            "schema_version": true,
            "calibrated": { "description": "whether the scores are probabilities", "type": "boolean" },
            "items": { "items": { "$ref": "#/$defs/item_without_topics" } }
          },
          "additionalProperties": false
        },
        "item_without_topics": {
          "description": "a line of --format jsonl has only id and suggestions",
          "type": "object",
          "required": ["id", "suggestions"],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "title": { "type": "string" },
            "path": { "$ref": "#/$defs/optional_text" },
            "topics": { "$ref": "#/$defs/texts" },
            "suggestions": { "type": "array", "items": { "$ref": "#/$defs/suggestion" } }
          },
          "additionalProperties": false
        },
        "suggestion": {
          "type": "object",
          "required": ["label", "score", "band", "evidence"],
          "properties": {
            "label": { "type": "string" },
            "score": { "$ref": "#/$defs/score" },
            "band": { "enum": ["strong", "fair", "weak"] },
            "evidence": {
              "type": "object",
              "required": ["labels", "terms", "neighbors", "neighbor_share"],
              "properties": {
                "labels": {
                  "description": "where a name of the topic stands",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["field", "words", "before", "after"],
                    "properties": {
                      "field": { "enum": ["title", "summary", "body"] },
                      "words": { "type": "string" },
                      "before": { "type": "string" },
                      "after": { "type": "string" }
                    },
                    "additionalProperties": false
                  }
                },
                "terms": {
                  "description": "share: of what all terms together add to the score",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["term", "contribution", "share"],
                    "properties": {
                      "term": { "type": "string" },
                      "contribution": { "type": "number" },
                      "share": { "type": ["number", "null"] }
                    },
                    "additionalProperties": false
                  }
                },
                "neighbors": {
                  "description": "similar items that hold the topic; share: of the votes of all similar items",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["id", "title", "cosine", "share"],
                    "properties": {
                      "id": { "$ref": "#/$defs/id" },
                      "title": { "type": "string" },
                      "cosine": { "type": "number" },
                      "share": { "$ref": "#/$defs/share" }
                    },
                    "additionalProperties": false
                  }
                },
                "neighbor_share": { "$ref": "#/$defs/share" }
              },
              "additionalProperties": false
            }
          },
          "additionalProperties": false
        },
        "topic": {
          "description": "recommend topics",
          "type": "object",
          "required": ["items", "label", "namespace"],
          "properties": {
            "items": { "type": "integer", "minimum": 0 },
            "label": { "type": "string" },
            "namespace": { "$ref": "#/$defs/optional_text" }
          },
          "additionalProperties": false
        },
        "audit_finding": {
          "description": "recommend topics audit",
          "type": "object",
          "required": ["kind", "topic", "other_topic", "id", "value", "what"],
          "properties": {
            "kind": {
              "enum": [
                "never-used", "used-once", "similar-names", "always-together", "incoherent", "over-suggested",
                "under-suggested", "doubtful"
              ]
            },
            "topic": { "type": "string" },
            "other_topic": { "$ref": "#/$defs/optional_text" },
            "id": { "$ref": "#/$defs/optional_text" },
            "value": { "type": ["number", "null"] },
            "what": { "type": "string" }
          },
          "additionalProperties": false
        },
        "topic_change": {
          "description": "recommend topics map",
          "type": "object",
          "required": ["old", "new", "kind", "support", "confidence", "items"],
          "properties": {
            "old": { "type": "string" },
            "new": { "$ref": "#/$defs/optional_text" },
            "kind": { "enum": ["renamed", "merged", "split", "dropped"] },
            "support": { "type": ["integer", "null"] },
            "confidence": { "type": ["number", "null"] },
            "items": { "type": "integer", "minimum": 0 }
          },
          "additionalProperties": false
        },
        "planned_change": {
          "description": "recommend retag status",
          "type": "object",
          "required": ["id", "action", "topic", "new_topic", "score", "band", "state", "path", "reason"],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "action": { "enum": ["add", "rename", "remove"] },
            "topic": { "type": "string" },
            "new_topic": { "$ref": "#/$defs/optional_text" },
            "score": { "type": ["number", "null"] },
            "band": { "enum": ["strong", "fair", "weak", null] },
            "state": { "enum": ["pending", "accepted", "rejected", "applied"] },
            "path": { "type": "string" },
            "reason": { "type": "string" }
          },
          "additionalProperties": false
        },
        "retagged_item": {
          "description": "recommend retag export",
          "type": "object",
          "required": ["id", "path", "add", "remove", "rename"],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "path": { "type": "string" },
            "add": { "$ref": "#/$defs/texts" },
            "remove": { "$ref": "#/$defs/texts" },
            "rename": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["old", "new"],
                "properties": { "old": { "type": "string" }, "new": { "type": "string" } },
                "additionalProperties": false
              }
            }
          },
          "additionalProperties": false
        },
        "config": {
          "description": "recommend config show",
          "required": ["model"],
          "properties": {
            "schema_version": true,
            "model": { "type": "string" },
            "items": {
              "items": {
                "type": "object",
                "required": ["key", "value", "origin"],
                "properties": {
                  "key": { "type": "string" },
                  "value": { "type": "string" },
                  "origin": { "type": "string" }
                },
                "additionalProperties": false
              }
            }
          },
          "additionalProperties": false
        }
      }
    }

    """#
}
