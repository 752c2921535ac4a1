#include <algorithm>
#include <limits>
#include <utility>

#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/text_edit.h"

namespace lotse::survey::qualitative {

// Walks through the text between the two edits from left to right. Each of its characters was
// kept or written by the first edit, and is kept or taken away by the second. What lies between
// two characters that both keep is one replacement.
class EditComposer {
 public:
  EditComposer(const TextEdit& first, const TextEdit& second)
      : first_(first.replacements_), second_(second.replacements_) {
    edit_.size_before_ = first.size_before_;
  }

  TextEdit Run() {
    while (true) {
      const bool first_begins = first_at_ < first_.size() && BetweenBegin() == at_;
      const bool second_begins =
          second_at_ < second_.size() && second_[second_at_].span.begin == at_ && skip_ == 0;
      if (!second_begins && written_.empty() && first_begins) {
        BeginFirst();
      } else if (second_begins) {
        BeginSecond();
      } else if (!written_.empty()) {
        TakeWritten();
      } else if (first_at_ == first_.size() && second_at_ == second_.size() && skip_ == 0) {
        break;
      } else {
        TakeKept();
      }
    }
    Close();
    return std::move(edit_);
  }

 private:
  // Where the next replacement of the first edit begins in the text between.
  int64_t BetweenBegin() const { return first_[first_at_].span.begin + moved_; }

  void BeginFirst() {
    const Replacement& one = first_[first_at_++];
    written_ = one.text;
    Open(one.span.begin);
    old_ = one.span.end;
    moved_ +=
        static_cast<int64_t>(types::CodePointCount(one.text)) - (one.span.end - one.span.begin);
  }

  void BeginSecond() {
    const Replacement& one = second_[second_at_++];
    Open(old_);
    pending_.text += one.text;
    skip_ = one.span.end - one.span.begin;
  }

  // One character that the first edit wrote.
  void TakeWritten() {
    const std::size_t size = types::DecodeFirst(written_).size;
    if (skip_ > 0) {
      --skip_;
    } else {
      pending_.text.append(written_.data(), size);
    }
    written_.remove_prefix(size);
    ++at_;
  }

  // Characters of the text before, up to where something begins or ends.
  void TakeKept() {
    int64_t count = std::numeric_limits<int64_t>::max();
    if (first_at_ < first_.size()) count = std::min(count, BetweenBegin() - at_);
    if (skip_ > 0) {
      count = std::min(count, skip_);
      skip_ -= count;
    } else {
      count = std::min(count,
                       second_.size() > second_at_ ? second_[second_at_].span.begin - at_ : count);
      Close();
    }
    at_ += count;
    old_ += count;
  }

  // Begins a replacement at `position` of the text before unless one is open.
  void Open(int64_t position) {
    if (is_open_) return;
    is_open_ = true;
    pending_ = {{position, position}, ""};
  }

  void Close() {
    if (!is_open_) return;
    is_open_ = false;
    pending_.span.end = old_;
    if (pending_.span.begin == old_ && pending_.text.empty()) return;
    const auto length = static_cast<int64_t>(types::CodePointCount(pending_.text));
    edit_.Add(std::move(pending_), length);
  }

  const std::vector<Replacement>& first_;
  const std::vector<Replacement>& second_;
  std::size_t first_at_ = 0;
  std::size_t second_at_ = 0;
  int64_t at_ = 0;     // In the text between.
  int64_t old_ = 0;    // In the text before.
  int64_t moved_ = 0;  // How far the first edit moved what comes next.
  // What the first edit wrote and is not taken yet.
  absl::string_view written_;
  // How many characters the second edit still takes away.
  int64_t skip_ = 0;
  bool is_open_ = false;
  Replacement pending_;
  TextEdit edit_;
};

TextEdit TextEdit::Compose(const TextEdit& first, const TextEdit& second) {
  return EditComposer(first, second).Run();
}

}  // namespace lotse::survey::qualitative
