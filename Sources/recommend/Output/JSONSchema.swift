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
                { "items": { "$ref": "#/$defs/related_list" } }
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
