#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "services/survey/exchange/xforms/xforms_testing.h"

// Reads published forms. The numbers were counted in the files with a program of another language.

namespace lotse::survey::xforms {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using v1alpha::Instrument;
using v1alpha::Question;

struct Counts {
  int questions = 0;
  int relevant = 0;
  int constraints = 0;
  int required = 0;
  int calculations = 0;
  int single = 0;
  int multiple = 0;
  int options = 0;
  int repeats = 0;

  bool operator==(const Counts&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Counts& c) {
  return out << c.questions << " questions, " << c.relevant << " relevant, " << c.constraints
             << " constraints, " << c.required << " required, " << c.calculations
             << " calculations, " << c.single << " single, " << c.multiple << " multiple, "
             << c.options << " options, " << c.repeats << " repeats";
}

void Count(const Question& q, Counts* counts) {
  counts->questions += q.questions().empty();
  counts->relevant += !q.logic().relevant().empty();
  counts->constraints += !q.logic().constraint().empty();
  counts->required += q.required() || !q.logic().required_if().empty();
  counts->calculations += !q.logic().calculation().empty();
  counts->single += q.kind() == Question::KIND_SINGLE_CHOICE;
  counts->multiple += q.kind() == Question::KIND_MULTIPLE_CHOICE;
  counts->repeats += q.kind() == Question::KIND_REPEAT;
  counts->options += q.options_size();
  for (const Question& below : q.questions()) Count(below, counts);
}

Counts CountsOf(const Instrument& instrument) {
  Counts counts;
  for (const auto& section : instrument.sections()) {
    counts.relevant += !section.relevant().empty();
    for (const Question& question : section.questions()) Count(question, &counts);
  }
  for (const auto& list : instrument.option_lists()) counts.options += list.options_size();
  return counts;
}

class XformsReference : public testing::Test {
 protected:
  // False, and the test is skipped, if there is no such file.
  bool Load(const std::string& name) {
    const char* const folder = std::getenv("LOTSE_REFERENCE");
    const std::string path = absl::StrCat(folder != nullptr ? folder : "../shared/reference",
                                          "/questionnaires/xform/", name);
    std::ifstream file(path, std::ios::binary);
    if (!file) return false;
    std::ostringstream content;
    content << file.rdbuf();
    result_ = ReadForm(content.str());
    return true;
  }

  // The questionnaire survives being written and read, and is written in the same way then.
  void ExpectRoundTrip() const {
    const absl::StatusOr<std::string> written = WriteXforms(result_.instrument);
    ASSERT_TRUE(written.ok()) << written.status();
    const ImportResult again = ReadForm(*written);
    google::protobuf::util::MessageDifferencer differencer;
    std::string difference;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare(result_.instrument, again.instrument)) << difference;
    const absl::StatusOr<std::string> twice = WriteXforms(again.instrument);
    ASSERT_TRUE(twice.ok());
    EXPECT_EQ(*twice, *written);
  }

  ImportResult result_;
};

#define LOAD_OR_SKIP(name) \
  if (!Load(name)) GTEST_SKIP() << "no reference data: " << name << " cannot be opened"

TEST_F(XformsReference, VerbalAutopsy) {
  LOAD_OR_SKIP("whova_form.xml");
  EXPECT_THAT(Errors(result_), IsEmpty());
  EXPECT_THAT(Warnings(result_), SizeIs(4)) << "two paths to no node, two groups that are required";
  EXPECT_EQ(CountsOf(result_.instrument), (Counts{530, 420, 93, 445 - 12, 42, 331, 8, 1433, 0}))
      << "12 calculations are required: nobody answers them";
  EXPECT_EQ(result_.instrument.style(), "pages");
  EXPECT_EQ(InWords(result_.instrument.title()), "en:2016 WHO Verbal Autopsy Form 1.5.2");
  ExpectRoundTrip();
}

TEST_F(XformsReference, NeedsOfMigrantOrganisations) {
  LOAD_OR_SKIP("mitwirken_umfrage.converted.xml");
  EXPECT_THAT(Errors(result_), IsEmpty());
  EXPECT_EQ(CountsOf(result_.instrument), (Counts{42, 14, 1, 7, 0, 8, 12, 97, 0}));
  ASSERT_THAT(result_.instrument.option_lists(), SizeIs(17));
  EXPECT_EQ(InWords(result_.instrument.option_lists(0).options(2)), "goerlitz=de:G\u00F6rlitz");
  EXPECT_THAT(Outline(result_.instrument),
              Contains(HasSubstr("constraint{regex(., '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$')}")));
  ExpectRoundTrip();
}

TEST_F(XformsReference, HouseholdsWithPersons) {
  LOAD_OR_SKIP("socio-economic-survey-v20240515.xml");
  EXPECT_THAT(Errors(result_), IsEmpty());
  EXPECT_EQ(CountsOf(result_.instrument), (Counts{17, 4, 3, 11, 1, 8, 3, 93, 1}));
  EXPECT_THAT(Outline(result_.instrument), Contains(HasSubstr("filter{region = ${region}}")));
  EXPECT_THAT(Outline(result_.instrument),
              Contains(HasSubstr("calculation{instance('seclass')/root/item[name = "
                                 "${householdIncome}]/label}")))
      << "a text that a path names by its id";
  ExpectRoundTrip();
}

TEST_F(XformsReference, ImpactOfAWorkshop) {
  LOAD_OR_SKIP("testA.converted.xml");
  EXPECT_THAT(Errors(result_), IsEmpty());
  EXPECT_EQ(CountsOf(result_.instrument), (Counts{24, 2, 0, 12, 0, 14, 1, 46, 0}));
  ExpectRoundTrip();
}

// Groups of its body are for nodes that hold nothing, so that what is shown in a group has another
// place in the instance and would not follow the group's condition. The reference engine refuses it
// for the same reason.
TEST_F(XformsReference, AFormWhoseGroupsHoldNothingIsWrong) {
  LOAD_OR_SKIP("eIMCI-by-D-Tree.xml");
  EXPECT_THAT(Errors(result_), SizeIs(9));
  EXPECT_THAT(Errors(result_), Contains(HasSubstr("A second bind gives `relevant` of "
                                                  "/imci/dosing/malaria_quinine/treat/firstdose")));
  for (const char* group :
       {"3707 The group is for /imci/tmp/sentinel/vitals, which has no nodes below it",
        "4827 The group is for /imci/other_treatment/cough, which has no nodes below it"}) {
    EXPECT_THAT(Errors(result_), Contains(HasSubstr(group)));
  }
  constexpr int kComputed = 49;  // In texts; each is a calculation here.
  // Of 31 of them the id of a text is computed: all texts of the form become a list.
  constexpr int kTexts = 247;
  EXPECT_EQ(CountsOf(result_.instrument),
            (Counts{308 + kComputed, 161, 5, 97, 97 + kComputed, 117, 4, 287 + kTexts, 0}));
}

}  // namespace
}  // namespace lotse::survey::xforms
