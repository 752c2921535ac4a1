#pragma once

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/import_result.h"
#include "tests/fuzz/instrument_promises.h"

// What the readers of LimeSurvey promise, whatever bytes come: they refuse with INVALID_ARGUMENT
// only, make nothing that cannot be stored and read back, and without an ERROR give every question
// a code of its own, a kind and a text.

namespace lotse::survey {

inline void RequireQuestions(const google::protobuf::RepeatedPtrField<v1alpha::Question>& questions,
                             absl::flat_hash_set<std::string>* codes) {
  for (const v1alpha::Question& question : questions) {
    Require(IsQuestionCode(question.code()), "a code has the form of one");
    Require(codes->insert(question.code()).second, "a code is there once");
    Require(question.kind() != v1alpha::Question::KIND_UNSPECIFIED, "a question has a kind");
    Require(!question.text().variants().empty(), "a question has a text");
    for (const v1alpha::Item& item : question.items()) {
      Require(IsQuestionCode(item.code()), "the code of an item has the form of one");
      Require(codes->insert(item.code()).second, "the code of an item is there once");
    }
    for (const v1alpha::Option& option : question.options()) {
      Require(IsOptionCode(option.code()), "the code of an option has the form of one");
    }
    RequireQuestions(question.questions(), codes);
  }
}

inline void RequirePromises(const absl::StatusOr<ImportResult>& result) {
  if (!result.ok()) {
    Require(absl::IsInvalidArgument(result.status()), "a refusal is INVALID_ARGUMENT");
    return;
  }
  bool has_error = false;
  for (const v1alpha::ImportFinding& finding : result->findings) {
    RequireStorable(finding);
    has_error = has_error || finding.severity() == v1alpha::ImportFinding::SEVERITY_ERROR;
  }
  RequireStorable(result->instrument);
  Require(result->instrument.ByteSizeLong() <= kMaxInstrumentBytes, "it fits into a message");
  if (has_error) return;
  absl::flat_hash_set<std::string> codes;
  for (const v1alpha::InstrumentSection& section : result->instrument.sections()) {
    Require(!section.questions().empty(), "a section has a question");
    RequireQuestions(section.questions(), &codes);
  }
  RequireCheckable(result->instrument);
}

}  // namespace lotse::survey
