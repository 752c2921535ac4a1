#include "runtime/history/diff.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace lotse::history {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

namespace {

using Difference = type::v1alpha::DiffRevisionsResponse::Difference;

class Differ {
 public:
  explicit Differ(std::vector<Difference>* out) : out_(out) {
    printer_.SetSingleLineMode(true);
    printer_.SetUseUtf8StringEscaping(true);
  }

  // Null stands for a message that is not there.
  void Compare(const Message* before, const Message* after, const std::string& path) {
    const auto* descriptor = (before != nullptr ? before : after)->GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      if (path.empty() && field->name() == "update_time") continue;
      const std::string here =
          path.empty() ? field->name() : absl::StrCat(path, ".", field->name());
      if (!field->is_repeated()) {
        CompareOne(before, after, field, -1, here);
        continue;
      }
      const int size = std::max(Size(before, field), Size(after, field));
      for (int k = 0; k < size; ++k) {
        CompareOne(before, after, field, k, absl::StrCat(here, "[", k, "]"));
      }
    }
  }

 private:
  static int Size(const Message* message, const FieldDescriptor* field) {
    return message == nullptr ? 0 : message->GetReflection()->FieldSize(*message, field);
  }

  static bool Has(const Message* message, const FieldDescriptor* field, int index) {
    if (index >= 0) return index < Size(message, field);
    return message != nullptr && message->GetReflection()->HasField(*message, field);
  }

  static const Message* Inner(const Message* message, const FieldDescriptor* field, int index) {
    if (!Has(message, field, index)) return nullptr;
    const auto* reflection = message->GetReflection();
    return index >= 0 ? &reflection->GetRepeatedMessage(*message, field, index)
                      : &reflection->GetMessage(*message, field);
  }

  std::string Print(const Message* message, const FieldDescriptor* field, int index) const {
    std::string text;
    if (Has(message, field, index)) printer_.PrintFieldValueToString(*message, field, index, &text);
    absl::StripAsciiWhitespace(&text);  // The printer ends a message with a space.
    return text;
  }

  void CompareOne(const Message* before, const Message* after, const FieldDescriptor* field,
                  int index, const std::string& path) {
    const bool was = Has(before, field, index);
    const bool is = Has(after, field, index);
    if ((!was && !is) || out_->size() == kMostDifferences) return;
    const bool inside = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && was && is;
    if (inside) return Compare(Inner(before, field, index), Inner(after, field, index), path);
    std::string old_value = Print(before, field, index);
    std::string new_value = Print(after, field, index);
    if (was == is && old_value == new_value) return;
    Difference difference;
    difference.set_path(path);
    difference.set_before(std::move(old_value));
    difference.set_after(std::move(new_value));
    out_->push_back(std::move(difference));
  }

  TextFormat::Printer printer_;
  std::vector<Difference>* const out_;
};

}  // namespace

std::vector<Difference> Diff(const Message& before, const Message& after) {
  std::vector<Difference> out;
  Differ(&out).Compare(&before, &after, "");
  return out;
}

}  // namespace lotse::history
