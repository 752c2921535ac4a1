#include "services/survey/engine/repeat_rows.h"

#include <algorithm>
#include <cstdint>
#include <utility>
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
  Reader(const CompiledInstrument& instrument, RowCursor* cursor,
         std::vector<RepeatInstance>* instances)
      : instrument_(instrument), cursor_(cursor), instances_(*instances) {}

  bool Read() {
    for (std::size_t i = 0; i < instrument_.repeats().size(); ++i) {
      if (instrument_.repeats()[i].around < 0 && !ReadRepeat(i)) return false;
    }
    return cursor_->empty();
  }

 private:
  bool ReadRepeat(std::size_t repeat) {
    std::uint64_t count = 0;
    if (!cursor_->TakeVarint(&count) || count > kMaxInstancesInAll) return false;
    // A damaged row must not ask for more than a whole one could have.
    if ((in_all_ += static_cast<int>(count)) > kMaxInstancesInAll) return false;
    for (std::uint64_t number = 1; number <= count; ++number) {
      path_.push_back(static_cast<std::int32_t>(number));
      const bool whole = ReadInstance(repeat, static_cast<int>(count));
      path_.pop_back();
      if (!whole) return false;
    }
    return true;
  }

  bool ReadInstance(std::size_t position, int count) {
    const Repeat& repeat = instrument_.repeats()[position];
    absl::string_view answered;
    if (!cursor_->TakeBits(repeat.variables.size(), &answered)) return false;
    RepeatInstance instance{position, count, path_, {}};
    instance.values.resize(repeat.variables.size());
    for (std::size_t i = 0; i < repeat.variables.size(); ++i) {
      if (!HasBit(answered, i)) continue;
      const Variable& variable = instrument_.repeated_variables()[repeat.variables[i]];
      if (!cursor_->TakeValue(variable, &instance.values[i].emplace())) return false;
    }
    instances_.push_back(std::move(instance));
    for (const std::size_t within : repeat.within) {
      if (!ReadRepeat(within)) return false;
    }
    return true;
  }

  const CompiledInstrument& instrument_;
  RowCursor* const cursor_;
  std::vector<RepeatInstance>& instances_;
  Path path_;
  int in_all_ = 0;
};

}  // namespace

void AppendRepeats(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                   int begin, std::string* row) {
  Writer(instrument, answers, begin, row).Write();
}

bool ReadInstances(const CompiledInstrument& instrument, RowCursor* cursor,
                   std::vector<RepeatInstance>* instances) {
  return Reader(instrument, cursor, instances).Read();
}

bool ReadRepeats(const CompiledInstrument& instrument, RowCursor* cursor,
                 RepeatedPtrField<Answer>* answers) {
  std::vector<RepeatInstance> instances;
  if (!ReadInstances(instrument, cursor, &instances)) return false;
  const auto add = [&](const std::string& code, const Path& path, std::size_t depth) {
    Answer* const answer = answers->Add();
    answer->set_code(code);
    answer->mutable_instances()->Assign(path.begin(), path.begin() + depth);
    return answer;
  };
  for (const RepeatInstance& instance : instances) {
    const Repeat& repeat = instrument.repeats()[instance.repeat];
    const Path& path = instance.path;
    // How many there are stands before the first of them.
    if (path.back() == 1) add(repeat.code, path, path.size() - 1)->set_count(instance.count);
    for (std::size_t i = 0; i < instance.values.size(); ++i) {
      if (!instance.values[i]) continue;
      const Variable& variable = instrument.repeated_variables()[repeat.variables[i]];
      SetValue(variable, *instance.values[i], add(variable.code, path, path.size()));
    }
  }
  return true;
}

}  // namespace lotse::survey
