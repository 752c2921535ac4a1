#include "services/engagement/app/codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "lotse/engagement/v1alpha/code_list_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "services/app_testing.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/app/shipped_code_lists.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using v1alpha::Programme;

class CodesTest : public AppTesting {
 protected:
  CodesTest() : AppTesting(ServiceNames()) {}
  void SetUp() override {
    AppTesting::SetUp();
    ASSERT_TRUE(InstallCodeLists(store_.get()).ok());
  }
  std::string Check(const google::protobuf::Message& resource) {
    status_ = store_->Read([&](Tx& tx) { return CheckCodesExist(tx, resource); });
    EXPECT_TRUE(status_.ok() || rpc::ReasonOf(status_) == kInvalid) << status_;
    return std::string(status_.message());
  }
};

TEST_F(CodesTest, TakesCodesThatExistAndResourcesWithoutAny) {
  EXPECT_EQ(Check(GoodProgramme()), "");
  Programme programme = GoodProgramme();
  auto* code = programme.add_core_activities();
  code->set_list("codeLists/c-07-v1");
  code->set_code("diversity-management");
  EXPECT_EQ(Check(programme), "");
}

TEST_F(CodesTest, NamesThePathOfEachThatDoesNotAndWhatThereIs) {
  Programme programme = GoodProgramme();
  auto* good = programme.add_core_activities();
  good->set_list("codeLists/c-07-v1");
  good->set_code("vocational-training");
  auto* wrong = programme.add_core_activities();
  wrong->set_list("codeLists/c-07-v1");
  wrong->set_code("cooking");
  EXPECT_THAT(Check(programme),
              AllOf(HasSubstr("programme.core_activities[1].code: not in codeLists/c-07-v1; give "
                              "one of its codes: vocational-training, organisational-development, "
                              "local-development, diversity-management"),
                    Not(HasSubstr("more"))));
  auto* nowhere = programme.add_funders()->mutable_code();
  nowhere->set_list("codeLists/c-99-v1");
  nowhere->set_code("esf");
  EXPECT_THAT(Check(programme), HasSubstr("(and 1 more)"));
  programme.clear_core_activities();
  EXPECT_THAT(Check(programme), HasSubstr("programme.funders[0].code.list: no such list"));
  nowhere->set_list("codeLists/c-02-v1");
  EXPECT_THAT(Check(programme), HasSubstr("and 8 more"));
}

TEST_F(CodesTest, AListThatWasDeletedStillSaysWhatWasMeant) {
  v1alpha::CodeList list;
  ASSERT_EQ(ByName<v1alpha::DeleteCodeListRequest>("codeLists/c-07-v1", &list), kOk) << status_;
  Programme programme = GoodProgramme();
  auto* code = programme.add_core_activities();
  code->set_list("codeLists/c-07-v1");
  code->set_code("vocational-training");
  EXPECT_EQ(Check(programme), "");
}

// What a caller does not know, does not exist for them.
TEST_F(CodesTest, AListOfAnotherProgrammeIsNotTold) {
  v1alpha::CreateProgrammeRequest make;
  make.set_programme_id("viv");
  *make.mutable_programme() = GoodProgramme();
  Programme programme;
  ASSERT_EQ(Run(make, &programme), kOk) << status_;
  v1alpha::CreateCodeListRequest create;
  create.set_parent("programmes/viv");
  create.set_code_list_id("own-v1");
  *create.mutable_code_list() = ShippedCodeLists().front();
  v1alpha::CodeList list;
  ASSERT_EQ(Run(create, &list), kOk) << status_;
  auto* code = programme.add_core_activities();
  code->set_list(list.name());
  code->set_code("nothing");
  EXPECT_THAT(Check(programme), HasSubstr("not in programmes/viv/codeLists/own-v1"));
  status_ = store_->Read([&](Tx& tx) {
    tx.SetView(auth::View(std::make_shared<auth::Access>(std::vector<auth::Right>()),
                          type::v1alpha::PERMISSION_PROGRAMME_READ, now_));
    return CheckCodesExist(tx, programme);
  });
  EXPECT_THAT(std::string(status_.message()), HasSubstr("no such list"));
}

}  // namespace
}  // namespace lotse::engagement
