#include "services/survey/engine/answer_files.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "runtime/types/sha256.h"

namespace lotse::survey {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;

TakenAnswers TakeAnswers(const CompiledInstrument& instrument, RepeatedPtrField<Answer> judged,
                         const RepeatedPtrField<Answer>& given) {
  TakenAnswers taken;
  taken.answers = std::move(judged);
  if (!instrument.TakesFiles()) return taken;
  absl::flat_hash_map<std::string, int> places;
  // No file is in a repeat, so a code is one answer.
  for (int i = 0; i < given.size(); ++i) places.emplace(given[i].code(), i);
  for (Answer& answer : taken.answers) {
    if (!answer.has_file()) continue;
    Answer::File& file = *answer.mutable_file();
    HandedInFile& handed_in = taken.files.emplace_back();
    handed_in.index = places.at(answer.code());
    handed_in.code = answer.code();
    handed_in.content.swap(*file.mutable_data());
    handed_in.sha256 = handed_in.content.empty() ? absl::AsciiStrToLower(file.sha256())
                                                 : types::Sha256Hex(handed_in.content);
    file.clear_data();
    file.set_sha256(handed_in.sha256);
    file.set_size_bytes(static_cast<int>(handed_in.content.size()));
  }
  return taken;
}

}  // namespace lotse::survey
