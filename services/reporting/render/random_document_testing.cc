#include "services/reporting/render/random_document_testing.h"

#include <random>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "services/reporting/document/blocks.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Document;
using v1alpha::Missing;
using v1alpha::Status;

constexpr const char* kTexts[] = {
    "Hauptamt",  "=1+1",      "-5",          "+49 30",      "@SUM(A1)",      "'quoted'",
    "a;b,c",     "\"x\"",     "two\nlines",  "<b>fett</b>", "&amp; ]]>",     "_x0041_",
    "a\u202Eb",  "\x07 bell", "Müller 東京", "\U0001F642",  " spaces ",      "\ttab",
    "geschützt", "{{x}} $0",  "1.234,5",     "2026-11-22",  "_x005F_x0041_", "=cmd|' /C calc'!A0",
};
constexpr const char* kUnits[] = {"", "%", "Personen", "EUR", "m²", "a;b"};

class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  Document Make() {
    Document document;
    document.set_language(Below(2) == 0 ? "de" : "en");
    document.set_title(Text());
    *document.mutable_as_of_date() = Day();
    document.mutable_imprint()->set_publisher(Text());
    for (int i = 0; i < 1 + Below(2); ++i) {
      v1alpha::Section& section = *document.add_sections();
      section.set_section_id(absl::StrCat("s", i));
      section.set_title(Text());
      for (int j = 0; j < 1 + Below(3); ++j) {
        AddTable(absl::StrCat("t", i, "-", j), *section.add_blocks()->mutable_table());
      }
    }
    return document;
  }

 private:
  int Below(int limit) { return static_cast<int>(random_() % static_cast<uint32_t>(limit)); }

  std::string Text() { return kTexts[Below(static_cast<int>(std::size(kTexts)))]; }

  int64_t Amount(int64_t limit) {
    const int64_t wide = static_cast<int64_t>(random_()) << 22 ^ random_();
    // Often small, sometimes up to the limit.
    return Below(4) == 0 ? wide % limit : Below(2000);
  }

  google::type::Date Day() {
    google::type::Date date;
    date.set_year(1901 + Below(200));
    date.set_month(1 + Below(12));
    date.set_day(1 + Below(28));
    return date;
  }

  Cell ShareOfAmounts() {
    const int64_t whole = 1 + Amount(1'000'000'000);
    const int64_t part = Amount(1'000'000'000) % (whole + 1);
    return ShareCell(MakeShare(part, whole, static_cast<int32_t>(*RoundPerMille(part, whole))));
  }

  Cell Decimal() {
    v1alpha::Number number;
    number.set_unscaled((Below(3) == 0 ? -1 : 1) * Amount(999'999'999'999'999));
    number.set_digits(Below(7));
    number.set_unit(kUnits[Below(static_cast<int>(std::size(kUnits)))]);
    return NumberCell(number);
  }

  Cell AnyCell() {
    switch (Below(8)) {
      case 0:
        return IntegerCell((Below(3) == 0 ? -1 : 1) * Amount(999'999'999'999'999));
      case 1:
        return ShareOfAmounts();
      case 2:
        return ProtectedCell();
      case 3:
        return Decimal();
      case 4:
        return DateCell(Day());
      case 5:
        return StatusCell(static_cast<Status::Signal>(1 + Below(7)), Text());
      case 6:
        return MissingCell(static_cast<Missing::Reason>(1 + Below(4)));
      default:
        return TextCell(Text());
    }
  }

  void AddTable(const std::string& id, v1alpha::Table& table) {
    table.set_table_id(id);
    table.set_caption(Text());
    const int columns = 2 + Below(5);
    for (int i = 0; i < columns; ++i) table.add_columns(absl::StrCat(i, Text()));
    for (int i = 0; i < 1 + Below(6); ++i) {
      v1alpha::Row& row = *table.add_rows();
      *row.add_cells() = TextCell(Text());
      for (int j = 1; j < columns; ++j) *row.add_cells() = AnyCell();
      if (Below(3) > 0) continue;
      row.set_resource(absl::StrCat("programmes/p/measures/m", i));
      row.set_revision(1 + Below(9));
    }
    if (Below(2) == 0) table.add_notes(Text());
  }

  std::mt19937 random_;
};

}  // namespace

Document RandomDocument(uint32_t seed) { return Maker(seed).Make(); }

void FillStrings(const std::string& text, google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    const bool is_message = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE;
    const bool is_text = field->type() == google::protobuf::FieldDescriptor::TYPE_STRING &&
                         !absl::EndsWith(field->name(), "_id") && field->name() != "language";
    if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        if (is_message) FillStrings(text, *reflection.MutableRepeatedMessage(&message, field, i));
        if (is_text) reflection.SetRepeatedString(&message, field, i, text);
      }
    } else {
      if (is_message) FillStrings(text, *reflection.MutableMessage(&message, field));
      if (is_text) reflection.SetString(&message, field, text);
    }
  }
}

}  // namespace lotse::reporting
