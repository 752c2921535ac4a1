#include "services/survey/domain/release_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/domain/wave_testing.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::ConsentText;
using v1alpha::Instrument;
using v1alpha::StaffCouncilInvolvement;
using v1alpha::Wave;
using v1alpha::WaveRelease;

StaffCouncilInvolvement Agreed() {
  StaffCouncilInvolvement staff_council;
  staff_council.set_involvement(StaffCouncilInvolvement::INVOLVEMENT_AGREED);
  *staff_council.mutable_date() = DateOf(kBefore);
  staff_council.set_reference("PR-2021/17");
  return staff_council;
}

// The fields that stand against the release.
std::vector<std::string> FieldsOf(const std::vector<rpc::Obstacle>& obstacles) {
  std::vector<std::string> fields;
  for (const rpc::Obstacle& obstacle : obstacles) {
    EXPECT_EQ(obstacle.subject.rfind(GoodWave().name() + "#", 0), 0u) << obstacle.subject;
    EXPECT_FALSE(obstacle.description.de.empty());
    EXPECT_FALSE(obstacle.description.en.empty());
    fields.push_back(obstacle.subject.substr(obstacle.subject.find('#') + 1));
  }
  return fields;
}

// What is asked for a release.
struct Asked {
  Wave wave = GoodWave();
  StaffCouncilInvolvement staff_council = Agreed();
  WaveRelease::SpecialCategoryBasis basis = WaveRelease::SPECIAL_CATEGORY_BASIS_NONE_ASKED;
  std::string reason;
  absl::CivilDay today = kFirst;
};

TEST(StandsAgainstRelease, NamesWhatIsMissing) {
  using Fields = std::vector<std::string>;
  const auto not_concerned = [](Asked* a) {
    a->staff_council.Clear();
    a->staff_council.set_involvement(StaffCouncilInvolvement::INVOLVEMENT_NOT_CONCERNED);
  };
  const struct {
    std::function<void(Asked*)> change;
    Fields fields;
  } cases[] = {
      {[](Asked*) {}, {}},
      {[](Asked* a) { a->wave.clear_consent_text(); }, {}},
      {[](Asked* a) { a->wave.clear_population(); }, {"population"}},
      {[](Asked* a) { a->wave.clear_data_protection_notice(); }, {"data_protection_notice"}},
      {[](Asked* a) { a->staff_council.Clear(); }, {"staff_council"}},
      {[](Asked* a) { a->staff_council.clear_involvement(); }, {"staff_council"}},
      {[](Asked* a) { a->staff_council.clear_date(); }, {"staff_council.date"}},
      {[](Asked* a) { *a->staff_council.mutable_date() = DateOf(kFirst); }, {}},
      {[](Asked* a) { *a->staff_council.mutable_date() = DateOf(kFirst + 1); },
       {"staff_council.date"}},
      {[](Asked* a) { a->staff_council.set_reference(" "); }, {"staff_council.reference"}},
      {not_concerned, {"reason"}},
      {[&](Asked* a) {
         not_concerned(a);
         a->reason = "Es werden Einwohner befragt.";
       },
       {}},
      {[&](Asked* a) {
         not_concerned(a);
         a->reason = " ";
         *a->staff_council.mutable_date() = DateOf(kAfter);
       },
       {"staff_council.date", "reason"}},
      {[](Asked* a) { a->today = kLast; }, {}},
      {[](Asked* a) { a->today = kAfter; }, {"end_date"}},
      {[](Asked* a) { a->wave.set_pilot(true); }, {}},
      {[](Asked* a) { a->basis = WaveRelease::SPECIAL_CATEGORY_BASIS_UNSPECIFIED; },
       {"consent_text"}},
  };
  for (const auto& c : cases) {
    Asked asked;
    c.change(&asked);
    EXPECT_THAT(FieldsOf(StandsAgainstRelease(asked.wave, asked.staff_council, asked.basis,
                                              asked.reason, DateOf(asked.today))),
                ElementsAreArray(c.fields))
        << asked.wave.ShortDebugString();
  }
}

TEST(StandsAgainstRelease, TellsAllAtOnceAlsoOfAPilot) {
  Wave wave = GoodWave();
  wave.set_pilot(true);
  wave.clear_population();
  wave.clear_data_protection_notice();
  StaffCouncilInvolvement staff_council;
  staff_council.set_involvement(StaffCouncilInvolvement::INVOLVEMENT_SERVICE_AGREEMENT);
  EXPECT_THAT(FieldsOf(StandsAgainstRelease(wave, staff_council,
                                            WaveRelease::SPECIAL_CATEGORY_BASIS_UNSPECIFIED, "",
                                            DateOf(kAfter))),
              ElementsAre("population", "data_protection_notice", "consent_text",
                          "staff_council.date", "staff_council.reference", "end_date"));
}

// A questionnaire that stores `calculation`, in a text that nobody can change.
Instrument Storing(const char* calculation, int questions = 1) {
  Instrument instrument;
  for (int i = 0; i < questions; ++i) {
    auto* question = instrument.add_sections()->add_questions();
    question->set_code(absl::StrCat("Q", i));
    question->set_kind(v1alpha::Question::KIND_TEXT);
    question->mutable_logic()->set_initial_value(calculation);
  }
  return instrument;
}

std::vector<rpc::Obstacle> Draws(const Wave& wave, const Instrument& instrument) {
  return DrawsAgainstRelease(wave, instrument, CompiledInstrument(instrument).logic());
}

TEST(DrawsAgainstRelease, AreOfAnonymousWavesOnly) {
  const struct {
    Wave::Identity identity;
    const char* calculation;
    std::vector<std::string> fields;
  } cases[] = {
      {Wave::IDENTITY_ANONYMOUS, "uuid()", {"instrument"}},
      {Wave::IDENTITY_UNSPECIFIED, "uuid()", {"instrument"}},
      {Wave::IDENTITY_ANONYMOUS, "int(random() * 4)", {}},
      {Wave::IDENTITY_CONFIDENTIAL, "uuid()", {}},
      {Wave::IDENTITY_IDENTIFIED, "uuid()", {}},
  };
  for (const auto& c : cases) {
    Wave wave = GoodWave();
    wave.set_identity(c.identity);
    EXPECT_THAT(FieldsOf(Draws(wave, Storing(c.calculation))), ElementsAreArray(c.fields))
        << c.calculation;
  }
}

TEST(DrawsAgainstRelease, NameTheFirstQuestions) {
  Wave wave = GoodWave();
  wave.set_identity(Wave::IDENTITY_ANONYMOUS);
  EXPECT_THAT(Draws(wave, Instrument()), IsEmpty()) << "it has no expressions";
  const auto few = Draws(wave, Storing("uuid()", 2));
  ASSERT_EQ(few.size(), 1u);
  EXPECT_THAT(few[0].description.en, HasSubstr("store in `Q0`, `Q1` what was drawn"));
  EXPECT_THAT(few[0].description.de, HasSubstr("in `Q0`, `Q1` speichern"));
  const auto many = Draws(wave, Storing("uuid()", 7));
  ASSERT_EQ(many.size(), 1u);
  EXPECT_THAT(many[0].description.en, HasSubstr("`Q3`, `Q4`, … (7) what"));
}

TEST(CheckStaffCouncil, FindsEachFault) {
  EXPECT_THAT(CheckStaffCouncil({}), IsEmpty()) << "what is missing stands against the release";
  EXPECT_THAT(CheckStaffCouncil(Agreed()), IsEmpty());
  const struct {
    std::function<void(StaffCouncilInvolvement*)> fault;
    std::string field;
  } cases[] = {
      {[](auto* s) { s->set_involvement(static_cast<StaffCouncilInvolvement::Involvement>(9)); },
       "staff_council.involvement"},
      {[](auto* s) { s->mutable_date()->set_month(13); }, "staff_council.date"},
      {[](auto* s) { s->mutable_date()->Clear(); }, "staff_council.date"},
      {[](auto* s) { s->set_reference(std::string(301, 'x')); }, "staff_council.reference"},
      {[](auto* s) { s->set_reference("a\nb"); }, "staff_council.reference"},
  };
  for (const auto& c : cases) {
    StaffCouncilInvolvement staff_council = Agreed();
    c.fault(&staff_council);
    const auto violations = CheckStaffCouncil(staff_council);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(BasisOf, FollowsQuestionnaireAndConsent) {
  Instrument harmless;
  harmless.add_sections()->add_questions();
  Instrument special = harmless;
  special.add_sections()->add_questions()->set_special_category(true);
  ConsentText covers, covers_not;
  covers.set_covers_special_categories(true);
  EXPECT_FALSE(AsksSpecialCategories(harmless));
  EXPECT_TRUE(AsksSpecialCategories(special));
  const struct {
    const Instrument& instrument;
    const ConsentText* consent;
    Wave::Identity identity;
    WaveRelease::SpecialCategoryBasis basis;
  } cases[] = {
      {harmless, nullptr, Wave::IDENTITY_ANONYMOUS, WaveRelease::SPECIAL_CATEGORY_BASIS_NONE_ASKED},
      {harmless, nullptr, Wave::IDENTITY_IDENTIFIED,
       WaveRelease::SPECIAL_CATEGORY_BASIS_NONE_ASKED},
      {harmless, &covers, Wave::IDENTITY_CONFIDENTIAL,
       WaveRelease::SPECIAL_CATEGORY_BASIS_NONE_ASKED},
      {special, nullptr, Wave::IDENTITY_UNSPECIFIED,
       WaveRelease::SPECIAL_CATEGORY_BASIS_ANONYMOUS_DESIGN},
      {special, &covers_not, Wave::IDENTITY_ANONYMOUS,
       WaveRelease::SPECIAL_CATEGORY_BASIS_ANONYMOUS_DESIGN},
      {special, &covers, Wave::IDENTITY_ANONYMOUS,
       WaveRelease::SPECIAL_CATEGORY_BASIS_EXPLICIT_CONSENT},
      {special, &covers, Wave::IDENTITY_CONFIDENTIAL,
       WaveRelease::SPECIAL_CATEGORY_BASIS_EXPLICIT_CONSENT},
      {special, &covers, Wave::IDENTITY_IDENTIFIED,
       WaveRelease::SPECIAL_CATEGORY_BASIS_EXPLICIT_CONSENT},
      {special, nullptr, Wave::IDENTITY_CONFIDENTIAL,
       WaveRelease::SPECIAL_CATEGORY_BASIS_UNSPECIFIED},
      {special, &covers_not, Wave::IDENTITY_CONFIDENTIAL,
       WaveRelease::SPECIAL_CATEGORY_BASIS_UNSPECIFIED},
      {special, &covers_not, Wave::IDENTITY_IDENTIFIED,
       WaveRelease::SPECIAL_CATEGORY_BASIS_UNSPECIFIED},
  };
  for (const auto& c : cases) {
    Wave wave = GoodWave();
    wave.set_identity(c.identity);
    EXPECT_EQ(BasisOf(wave, c.instrument, c.consent), c.basis) << wave.identity();
  }
}

}  // namespace
}  // namespace lotse::survey
