#include "services/survey/exchange/export/sav_dictionary.h"

#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {
namespace {

// Types of records, and subtypes of kExtension.
enum Record : std::int32_t {
  kVariable = 2,
  kLabels = 3,
  kLabelled = 4,
  kDocument = 6,
  kExtension = 7,
  kEnd = 999
};
constexpr std::int32_t kResponseSets = 7;
constexpr std::int32_t kLongNames = 13;
constexpr std::int32_t kVeryLongTexts = 14;

constexpr std::size_t kHeaderBytes = 176;
constexpr std::size_t kNameBytes = 8;
constexpr std::size_t kDocumentLineBytes = 80;
// Longest text in one variable; of longer ones each variable but the last has 252 more.
constexpr std::size_t kLongestText = 255;
constexpr std::size_t kSegmentBytes = 252;
// The width of what is no variable, but the next 8 bytes of the one before.
constexpr std::int32_t kContinued = -1;

absl::Status Broken() {
  return absl::InternalError("the dictionary of a .sav is not as it should be");
}

std::size_t SegmentsOf(const SavVariable& variable) {
  if (variable.width <= kLongestText) return 1;
  return (variable.width + kSegmentBytes - 1) / kSegmentBytes;
}

// Walks over the records of a dictionary, in the byte order of this machine, and copies them.
class Mender {
 public:
  explicit Mender(absl::string_view dictionary) : all_(dictionary) { Skip(kHeaderBytes); }

  absl::Status Copy() {
    while (!broken_) {
      const std::size_t begin = position_;
      bool keeps = true;
      switch (Number()) {
        case kVariable:
          SkipVariable();
          break;
        case kLabels:
          SkipLabels();
          break;
        case kLabelled:
          Skip(sizeof(std::int32_t) * Count());
          break;
        case kDocument:
          Skip(kDocumentLineBytes * Count());
          break;
        case kExtension:
          keeps = SkipExtension();
          break;
        case kEnd:
          Skip(sizeof(std::int32_t));
          if (broken_ || position_ != all_.size()) return Broken();
          return absl::OkStatus();
        default:
          return Broken();
      }
      if (!broken_ && keeps) absl::StrAppend(&copy_, all_.substr(begin, position_ - begin));
    }
    return Broken();
  }

  // Names the variables, one after the other; the short names of the first of each.
  absl::Status Name(absl::Span<const SavVariable> variables, std::vector<std::string>* names) {
    std::size_t next = 0;
    for (const SavVariable& variable : variables) {
      for (std::size_t i = 0; i < SegmentsOf(variable); ++i, ++next) {
        if (next == names_at_.size()) return Broken();
        std::string name = absl::StrCat("V", absl::Hex(next));
        absl::AsciiStrToUpper(&name);
        if (name.size() > kNameBytes) return Broken();
        if (i == 0) names->push_back(name);
        name.resize(kNameBytes, ' ');
        copy_.replace(names_at_[next], kNameBytes, name);
      }
    }
    return next == names_at_.size() ? absl::OkStatus() : Broken();
  }

  void AddExtension(std::int32_t subtype, absl::string_view data) {
    for (const std::int32_t number : {std::int32_t{kExtension}, subtype, std::int32_t{1},
                                      static_cast<std::int32_t>(data.size())}) {
      AddNumber(number);
    }
    absl::StrAppend(&copy_, data);
  }

  // With the header and the record that ends it.
  std::string Finish() && {
    AddNumber(kEnd);
    AddNumber(0);
    return absl::StrCat(all_.substr(0, kHeaderBytes), copy_);
  }

 private:
  void AddNumber(std::int32_t number) {
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    copy_.append(bytes, sizeof bytes);
  }
  void Skip(std::size_t bytes) {
    if (bytes > all_.size() - position_) {
      broken_ = true;
    } else {
      position_ += bytes;
    }
  }
  std::int32_t Number() {
    std::int32_t number = 0;
    const std::size_t at = position_;
    Skip(sizeof number);
    if (!broken_) std::memcpy(&number, all_.data() + at, sizeof number);
    return number;
  }
  std::size_t Count() {
    const std::int32_t count = Number();
    broken_ |= count < 0;
    return broken_ ? 0 : static_cast<std::size_t>(count);
  }
  void SkipVariable() {
    const std::size_t begin = position_ - sizeof(std::int32_t);
    const std::int32_t width = Number();
    const bool has_label = Number() != 0;
    const std::int32_t missing = Number();
    Skip(2 * sizeof(std::int32_t));  // How it is shown.
    if (width != kContinued) names_at_.push_back(copy_.size() + position_ - begin);
    Skip(kNameBytes);
    if (has_label) Skip((Count() + 3) / 4 * 4);
    Skip(sizeof(double) * static_cast<std::size_t>(missing < 0 ? -missing : missing));
  }
  void SkipLabels() {
    for (std::size_t left = Count(); left > 0 && !broken_; --left) {
      Skip(sizeof(double));
      if (broken_ || position_ == all_.size()) return Skip(1);
      const auto length = static_cast<unsigned char>(all_[position_]);
      Skip((std::size_t{1} + length + 7) / 8 * 8);
    }
  }
  // Whether it stays: short names stand in some.
  bool SkipExtension() {
    const std::int32_t subtype = Number();
    const std::size_t size = Count();
    Skip(size * Count());
    return subtype != kLongNames && subtype != kVeryLongTexts;
  }

  const absl::string_view all_;
  std::size_t position_ = 0;
  bool broken_ = false;
  std::string copy_;  // Without the header.
  std::vector<std::size_t> names_at_;
};

std::string LinesOf(absl::Span<const MultipleResponseSet> sets,
                    const std::vector<std::string>& names) {
  std::string lines;
  for (const MultipleResponseSet& set : sets) {
    absl::StrAppend(&lines, "$", set.name, "=D1 1 ", set.label.size(), " ", set.label);
    for (const std::size_t column : set.columns) {
      absl::StrAppend(&lines, " ", absl::AsciiStrToLower(names[column]));
    }
    lines.push_back('\n');
  }
  return lines;
}

}  // namespace

absl::Status MendDictionary(absl::Span<const SavVariable> variables,
                            absl::Span<const MultipleResponseSet> sets, std::string* dictionary) {
  Mender mender(*dictionary);
  if (absl::Status s = mender.Copy(); !s.ok()) return s;
  std::vector<std::string> names;
  if (absl::Status s = mender.Name(variables, &names); !s.ok()) return s;
  std::string long_names, very_long_texts;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    absl::StrAppend(&long_names, i == 0 ? "" : "\t", names[i], "=", variables[i].name);
    if (variables[i].width <= kLongestText) continue;
    absl::StrAppend(&very_long_texts, names[i], "=", variables[i].width,
                    absl::string_view("\0\t", 2));
  }
  if (!sets.empty()) mender.AddExtension(kResponseSets, LinesOf(sets, names));
  mender.AddExtension(kLongNames, long_names);
  if (!very_long_texts.empty()) mender.AddExtension(kVeryLongTexts, very_long_texts);
  *dictionary = std::move(mender).Finish();
  return absl::OkStatus();
}

}  // namespace lotse::survey
