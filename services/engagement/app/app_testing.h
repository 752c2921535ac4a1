#pragma once

#include <memory>
#include <string>
#include <type_traits>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/message.h"
#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "services/app_testing.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {

inline constexpr char kProgramme[] = "programmes/viv";
inline constexpr char kEngagement[] = "programmes/viv/engagements/eins";

// A store with a programme, an administration and an engagement in it.
class EngagementTesting : public AppTesting {
 protected:
  EngagementTesting() : AppTesting(ServiceNames()) {
    // 23:30 UTC in summer: already the 2nd where the administrations are.
    now_ = absl::FromCivil(absl::CivilMinute(2021, 7, 1, 23, 30), absl::UTCTimeZone());
  }
  void SetUp() override {
    AppTesting::SetUp();
    AddRules(standard_.get());
    v1alpha::Programme programme = GoodProgramme();
    ASSERT_EQ(Create<v1alpha::CreateProgrammeRequest>("", "viv", &programme), kOk) << status_;
    v1alpha::Administration administration = GoodAdministration();
    ASSERT_EQ(Create<v1alpha::CreateAdministrationRequest>("", "musterstadt", &administration), kOk)
        << status_;
    ASSERT_EQ(MakeEngagement("eins"), kOk) << status_;
  }

  rpc::ErrorReason MakeEngagement(const char* id) {
    v1alpha::Engagement engagement = GoodEngagement();
    return Create<v1alpha::CreateEngagementRequest>(kProgramme, id, &engagement);
  }

  // Creates a resource, which becomes the stored one unless it is refused. `Q` is the
  // request of its standard method.
  template <class Q, class R>
  rpc::ErrorReason Create(const std::string& parent, const std::string& id, R* resource) {
    Q q;
    const std::string field = FieldOf(*resource);
    if (!parent.empty()) SetText("parent", parent, &q);
    SetText(field + "_id", id, &q);
    q.GetReflection()
        ->MutableMessage(&q, Q::descriptor()->FindFieldByName(field))
        ->CopyFrom(*resource);
    return Replace(Run(q, &Scratch(resource)), resource);
  }

  // Changes a resource, which becomes the stored one unless it is refused.
  template <class Q, class R>
  rpc::ErrorReason Update(R* resource) {
    Q q;
    q.GetReflection()
        ->MutableMessage(&q, Q::descriptor()->FindFieldByName(FieldOf(*resource)))
        ->CopyFrom(*resource);
    return Replace(Run(q, &Scratch(resource)), resource);
  }

  // Takes a step with a resource, which becomes the stored one unless it is refused. The
  // request gets name and etag.
  template <class Q, class R>
  rpc::ErrorReason Step(absl::Status (*use_case)(Tx&, const Q&, R*), Q q, R* resource) {
    q.set_name(resource->name());
    q.set_etag(resource->etag());
    return Replace(Write(use_case, q, &Scratch(resource)), resource);
  }

 private:
  // The field of requests that holds a resource: `meeting_record` of MeetingRecord.
  template <class R>
  static std::string FieldOf(const R&) {
    std::string field;
    for (const char c : R::descriptor()->name()) {
      if (absl::ascii_isupper(c) && !field.empty()) field.push_back('_');
      field.push_back(absl::ascii_tolower(c));
    }
    return field;
  }
  static void SetText(const std::string& field, const std::string& value, Message* q) {
    q->GetReflection()->SetString(q, q->GetDescriptor()->FindFieldByName(field), value);
  }
  template <class R>
  R& Scratch(const R*) {
    static_assert(std::is_base_of_v<Message, R>);
    scratch_.reset(new R());
    return static_cast<R&>(*scratch_);
  }
  template <class R>
  rpc::ErrorReason Replace(rpc::ErrorReason reason, R* resource) {
    if (reason == kOk) *resource = static_cast<R&>(*scratch_);
    return reason;
  }

  std::unique_ptr<Message> scratch_;
};

inline constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;
inline constexpr auto kState = type::v1alpha::ERROR_REASON_WRONG_STATE;

}  // namespace lotse::engagement
