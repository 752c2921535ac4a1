#include "cli/release/figures.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "absl/strings/match.h"
#include "cli/engagement/words.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Figure;
using survey::v1alpha::FigureInterval;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Figure Number(const std::string& value) {
  Figure figure;
  figure.mutable_number()->set_value(value);
  return figure;
}

Figure Undefined(Figure::Undefined reason) {
  Figure figure;
  figure.set_undefined(reason);
  return figure;
}

TEST(FigureWriterTest, WritesNumbersAsTheLanguageDoes) {
  ViewOptions options;
  FigureWriter german(options);
  EXPECT_EQ(german.Text(Number("51.6")), "51,6");
  FigureInterval interval;
  *interval.mutable_lower() = Number("-3.1");
  *interval.mutable_upper() = Number("4.0");
  EXPECT_EQ(german.Bracketed(interval), "[-3,1; 4,0]");
  EXPECT_EQ(german.Notes(), "");
  options.language = "en";
  options.ascii = true;
  FigureWriter english(options);
  EXPECT_EQ(english.Text(Number("51.6")), "51.6");
  EXPECT_EQ(english.Text(interval), "-3.1-4.0");
}

TEST(FigureWriterTest, SaysWhyThereIsNone) {
  ViewOptions options;
  FigureWriter writer(options);
  EXPECT_EQ(writer.Text(Undefined(Figure::UNDEFINED_NO_VARIANCE)), "– (a)");
  FigureInterval interval;
  *interval.mutable_lower() = Undefined(Figure::UNDEFINED_EMPTY_BASE);
  EXPECT_EQ(writer.Text(interval), "– (b)");
  *interval.mutable_lower() = Number("1");
  *interval.mutable_upper() = Undefined(Figure::UNDEFINED_NO_VARIANCE);
  EXPECT_EQ(writer.Bracketed(interval), "– (a)");
  EXPECT_EQ(writer.Notes(),
            "  (a) alle haben denselben Wert\n"
            "  (b) niemand ist da, durch den zu teilen wäre\n");
}

TEST(FigureWriterTest, ProtectionIsASignAndAWord) {
  ViewOptions options;
  FigureWriter writer(options);
  EXPECT_EQ(writer.Protected(), "▒ geschützt");
  EXPECT_THAT(writer.Notes(), HasSubstr("  ▒ geschützt: eine kleine Anzahl, oder eine, aus der"));
  options.language = "en";
  options.ascii = true;
  FigureWriter ascii(options);
  EXPECT_EQ(ascii.Protected(), "* protected");
  EXPECT_THAT(ascii.Notes(), AllOf(HasSubstr("  * protected: "), Not(HasSubstr("▒"))));
}

// Words in both languages for each reason and each rule that there is.
template <typename Enum>
void ExpectWords() {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  for (int i = 1; i < type.value_count(); ++i) {
    const int value = type.value(i)->number();
    for (const char* language : {"de", "en"}) {
      EXPECT_FALSE(absl::StrContains(WordOf(type, value, language), '_')) << type.value(i)->name();
    }
    EXPECT_NE(WordOf(type, value, "de"), WordOf(type, value, "en")) << type.value(i)->name();
  }
}

TEST(FigureWriterTest, EachReasonHasWords) {
  ExpectWords<Figure::Undefined>();
  ExpectWords<survey::v1alpha::Table::Refusal>();
  ExpectWords<survey::v1alpha::TableCategory::Kind>();
  ExpectWords<survey::v1alpha::TableVariable::Kind>();
}

}  // namespace
}  // namespace lotse::cli
