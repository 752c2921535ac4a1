#include "services/survey/engine/repeat_rows.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/engine/form_answers.h"
#include "services/survey/engine/row_values.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;

// In which instances one is, from the outermost repeat.
using Path = std::vector<std::int32_t>;

bool IsAt(const Answer& answer, absl::string_view code, const Path& path) {
  return answer.code() == code &&
         static_cast<std::size_t>(answer.instances_size()) == path.size() &&
         std::equal(path.begin(), path.end(), answer.instances().begin());
}

class Writer {
 public:
  Writer(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers, int next,
         std::string* row)
      : instrument_(instrument), answers_(answers), next_(next), row_(row) {}

  void Write() {
    for (const Repeat& repeat : instrument_.repeats()) {
      if (repeat.around < 0) WriteRepeat(repeat);
    }
  }

 private:
  // The next answer if it is this one, else null.
  const Answer* Take(absl::string_view code) {
    if (next_ == answers_.size() || !IsAt(answers_[next_], code, path_)) return nullptr;
    return &answers_[next_++];
  }

  void WriteRepeat(const Repeat& repeat) {
    const Answer* const counted = Take(repeat.code);
    const int count = counted == nullptr ? 0 : counted->count();
    AppendVarint(static_cast<std::uint64_t>(count), row_);
    for (int instance = 1; instance <= count; ++instance) {
      path_.push_back(instance);
      WriteInstance(repeat);
      path_.pop_back();
    }
  }

  void WriteInstance(const Repeat& repeat) {
    const std::size_t bits = row_->size();
    row_->resize(bits + BytesFor(repeat.variables.size()));
    for (std::size_t i = 0; i < repeat.variables.size(); ++i) {
      const Variable& variable = instrument_.repeated_variables()[repeat.variables[i]];
      const Answer* const answer = Take(variable.code);
      if (answer == nullptr) continue;
      SetBit(i, &(*row_)[bits]);
      AppendValue(variable, *answer, row_);
    }
    for (const std::size_t within : repeat.within) WriteRepeat(instrument_.repeats()[within]);
  }

  const CompiledInstrument& instrument_;
  const RepeatedPtrField<Answer>& answers_;
  int next_;
  std::string* const row_;
  Path path_;
};

class Reader {
 public:
  Reader(const CompiledInstrument& instrument, RowCursor* cursor, RepeatedPtrField<Answer>* answers)
      : instrument_(instrument), cursor_(cursor), answers_(answers) {}

  bool Read() {
    for (const Repeat& repeat : instrument_.repeats()) {
      if (repeat.around < 0 && !ReadRepeat(repeat)) return false;
    }
    return cursor_->empty();
  }

 private:
  Answer* Add(absl::string_view code) {
    Answer* const answer = answers_->Add();
    answer->set_code(std::string(code));
    answer->mutable_instances()->Assign(path_.begin(), path_.end());
    return answer;
  }

  bool ReadRepeat(const Repeat& repeat) {
    std::uint64_t count = 0;
    if (!cursor_->TakeVarint(&count) || count > kMaxInstancesInAll) return false;
    // A damaged row must not ask for more than a whole one could have.
    if ((instances_ += static_cast<int>(count)) > kMaxInstancesInAll) return false;
    if (count > 0) Add(repeat.code)->set_count(static_cast<std::int32_t>(count));
    for (std::uint64_t instance = 1; instance <= count; ++instance) {
      path_.push_back(static_cast<std::int32_t>(instance));
      const bool whole = ReadInstance(repeat);
      path_.pop_back();
      if (!whole) return false;
    }
    return true;
  }

  bool ReadInstance(const Repeat& repeat) {
    absl::string_view answered;
    if (!cursor_->TakeBits(repeat.variables.size(), &answered)) return false;
    RowValue value;
    for (std::size_t i = 0; i < repeat.variables.size(); ++i) {
      if (!HasBit(answered, i)) continue;
      const Variable& variable = instrument_.repeated_variables()[repeat.variables[i]];
      if (!cursor_->TakeValue(variable, &value)) return false;
      SetValue(variable, value, Add(variable.code));
    }
    for (const std::size_t within : repeat.within) {
      if (!ReadRepeat(instrument_.repeats()[within])) return false;
    }
    return true;
  }

  const CompiledInstrument& instrument_;
  RowCursor* const cursor_;
  RepeatedPtrField<Answer>* const answers_;
  Path path_;
  int instances_ = 0;
};

}  // namespace

void AppendRepeats(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                   int begin, std::string* row) {
  Writer(instrument, answers, begin, row).Write();
}

bool ReadRepeats(const CompiledInstrument& instrument, RowCursor* cursor,
                 RepeatedPtrField<Answer>* answers) {
  return Reader(instrument, cursor, answers).Read();
}

}  // namespace lotse::survey
