#include "runtime/schema/schema.h"

#include <gmock/gmock.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/schema/schema_test.pb.h"

namespace lotse::schema {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNull;
using testing::NotNull;
using Verb = Method::Verb;

constexpr char kService[] = "lotse.kerneltest.KernelTestService";

// The element of a list with this name.
template <class List>
auto& Find(List& list, const std::string& name) {
  for (auto& element : list) {
    if (element.name() == name) return element;
  }
  ADD_FAILURE() << name;
  return list[0];
}

// A copy of schema_test.proto that can be spoilt.
class Copy {
 public:
  Copy() {
    google::protobuf::FileDescriptorProto original;
    schematest::Thing::descriptor()->file()->CopyTo(&original);
    // Under another name, for the original is known already.
    std::string text;
    google::protobuf::TextFormat::PrintToString(original, &text);
    text = absl::StrReplaceAll(text, {{"lotse.schematest", "lotse.wrong"},
                                      {"schematest.lotse", "wrong.lotse"},
                                      {"schema_test.proto", "wrong.proto"}});
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file_));
  }

  DescriptorProto& Message(const std::string& name) {
    return Find(*file_.mutable_message_type(), name);
  }
  FieldDescriptorProto& Field(const std::string& message, const std::string& name) {
    return Find(*Message(message).mutable_field(), name);
  }
  google::api::ResourceDescriptor& Resource(const std::string& message) {
    return *Message(message).mutable_options()->MutableExtension(google::api::resource);
  }
  void Remove(const std::string& message, const std::string& field) {
    auto& fields = *Message(message).mutable_field();
    for (int i = 0; i < fields.size(); ++i) {
      if (fields[i].name() == field) return (void)fields.erase(fields.begin() + i);
    }
    ADD_FAILURE() << field;
  }
  void Retype(const std::string& message, const std::string& field,
              FieldDescriptorProto::Type type) {
    Field(message, field).set_type(type);
    Field(message, field).clear_type_name();
  }
  void Repeat(const std::string& message, const std::string& field) {
    Field(message, field).set_label(FieldDescriptorProto::LABEL_REPEATED);
  }
  void Index(const std::string& message, const std::string& field) {
    Field(message, field)
        .mutable_options()
        ->SetExtension(type::v1alpha::indexed, type::v1alpha::INDEX_ORDERED);
  }
  google::api::ResourceReference& Reference(const std::string& message, const std::string& field) {
    return *Field(message, field)
                .mutable_options()
                ->MutableExtension(google::api::resource_reference);
  }
  void Audit(const std::string& method) {
    Find(*service().mutable_method(), method)
        .mutable_options()
        ->SetExtension(type::v1alpha::audited_read, true);
  }
  google::protobuf::ServiceDescriptorProto& service() { return *file_.mutable_service(0); }

  absl::Status Compile() const {
    DescriptorPool pool(DescriptorPool::generated_pool());
    if (pool.BuildFile(file_) == nullptr) return absl::InternalError("it is no proto any more");
    google::protobuf::DynamicMessageFactory factory(&pool);
    return Schema::CompileFrom(&pool, &factory, {"lotse.wrong.Service"}).status();
  }

 private:
  google::protobuf::FileDescriptorProto file_;
};

TEST(SchemaTest, TakesAuditedReads) {
  Copy copy;
  copy.Reference("GetThingRequest", "name").set_type("wrong.lotse/Thing");
  copy.Audit("GetThing");
  copy.Audit("ListOthers");
  EXPECT_TRUE(copy.Compile().ok()) << copy.Compile();
}

// A service may tell what another one keeps, without keeping it.
TEST(SchemaTest, TakesNoResourcesOfOtherPackages) {
  google::protobuf::FileDescriptorProto file;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(name: "teller.proto" package: "lotse.teller" syntax: "proto3"
         dependency: "runtime/resource/resource_test.proto"
         message_type { name: "TellRequest"
                        field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL } }
         message_type { name: "TellResponse"
                        field { name: "task" number: 1 type: TYPE_MESSAGE label: LABEL_OPTIONAL
                                type_name: ".lotse.kerneltest.Task" } }
         service { name: "Service"
                   method { name: "Tell" input_type: ".lotse.teller.TellRequest"
                            output_type: ".lotse.teller.TellResponse" } })",
      &file));
  DescriptorPool pool(DescriptorPool::generated_pool());
  ASSERT_THAT(pool.BuildFile(file), NotNull());
  google::protobuf::DynamicMessageFactory factory(&pool);
  const auto schema = Schema::CompileFrom(&pool, &factory, {"lotse.teller.Service"});
  ASSERT_TRUE(schema.ok()) << schema.status();
  EXPECT_THAT((*schema)->KindOf(kerneltest::Task::descriptor()), IsNull());
  EXPECT_THAT((*schema)->KindOf(pool.FindMessageTypeByName("lotse.kerneltest.Task")), IsNull());
}

TEST(SchemaTest, RefusesWhatIsWrongAndNamesIt) {
  ASSERT_TRUE(Copy().Compile().ok()) << Copy().Compile();
  using T = FieldDescriptorProto;
  const struct {
    void (*spoil)(Copy&);
    const char* element;
    const char* what;
  } cases[] = {
      {[](Copy& c) { c.Remove("Thing", "name"); }, "Thing", "`name`"},
      {[](Copy& c) { c.Retype("Thing", "name", T::TYPE_BYTES); }, "Thing", "`name`"},
      {[](Copy& c) { c.Remove("Thing", "etag"); }, "Thing", "`etag`"},
      {[](Copy& c) { c.Retype("Thing", "etag", T::TYPE_INT64); }, "Thing", "`etag`"},
      {[](Copy& c) { c.Remove("Thing", "create_time"); }, "Thing", "`create_time`"},
      {[](Copy& c) { c.Retype("Thing", "update_time", T::TYPE_STRING); }, "Thing.update_time",
       "no time"},
      {[](Copy& c) { c.Repeat("Thing", "delete_time"); }, "Thing.delete_time", "no time"},
      {[](Copy& c) { c.Resource("Thing").clear_singular(); }, "Thing", "singular"},
      {[](Copy& c) { c.Resource("Thing").clear_pattern(); }, "Thing", "pattern"},
      {[](Copy& c) { c.Resource("Thing").set_pattern(0, "things/{thing}"); }, "Thing",
       "nobody owns things/{thing}"},
      {[](Copy& c) { c.Resource("Other").set_type("wrong.lotse/Thing"); }, "Other", "twice"},
      {[](Copy& c) { c.Index("Thing", "weight"); }, "Thing.weight", "cannot be indexed"},
      {[](Copy& c) { c.Index("Part", "look"); }, "Part.look", "only a field of a resource"},
      {[](Copy& c) {
         c.Field("Part", "owner")
             .mutable_options()
             ->AddExtension(google::api::field_behavior, google::api::OUTPUT_ONLY);
       },
       "Thing.part", "only the server"},
      {[](Copy& c) { c.Reference("Thing", "other").set_type("wrong.lotse/Thnig"); }, "Thing.other",
       "there is no resource wrong.lotse/Thnig"},
      {[](Copy& c) { c.Reference("Thing", "other").Clear(); }, "Thing.other",
       "there is no resource"},
      {[](Copy& c) {
         c.Reference("ListOthersRequest", "parent").set_child_type("wrong.lotse/Ohter");
       },
       "ListOthersRequest.parent", "there is no resource wrong.lotse/Ohter"},
      {[](Copy& c) { c.Reference("Thing", "weight").set_type("wrong.lotse/Thing"); },
       "Thing.weight", "only a text"},
      {[](Copy& c) { c.Remove("GetThingRequest", "name"); }, "Service.GetThing", "`name`"},
      {[](Copy& c) { c.Repeat("GetThingRequest", "name"); }, "GetThingRequest.name", "no text"},
      {[](Copy& c) { c.Remove("ListThingsRequest", "page_size"); }, "Service.ListThings",
       "page fields"},
      {[](Copy& c) { c.Retype("ListThingsRequest", "page_size", T::TYPE_INT64); },
       "ListThingsRequest.page_size", "no int32"},
      {[](Copy& c) { c.Remove("ListThingsResponse", "next_page_token"); }, "Service.ListThings",
       "`next_page_token`"},
      {[](Copy& c) { c.Remove("CreateThingRequest", "thing"); }, "Service.CreateThing", "`thing`"},
      {[](Copy& c) { c.Field("CreateThingRequest", "thing").set_type_name(".lotse.wrong.Part"); },
       "CreateThingRequest.thing", "not the resource"},
      {[](Copy& c) { c.Audit("CreateThing"); }, "Service.CreateThing", "changes something"},
      {[](Copy& c) { c.Audit("UndeleteThing"); }, "Service.UndeleteThing", "changes something"},
      {[](Copy& c) {
         c.Field("ListOthersRequest", "page_token").set_name("etag");
         Find(*c.service().mutable_method(), "ListOthers").set_name("SeeOthers");
         c.Audit("SeeOthers");
       },
       "Service.SeeOthers", "changes something"},
      {[](Copy& c) { c.Audit("ListThings"); }, "Service.ListThings", "needs `name` or `parent`"},
      {[](Copy& c) { c.Retype("CreateThingRequest", "validate_only", T::TYPE_STRING); },
       "CreateThingRequest.validate_only", "no truth value"},
      {[](Copy& c) { c.Retype("UpdateThingRequest", "update_mask", T::TYPE_STRING); },
       "UpdateThingRequest.update_mask", "no field mask"},
      {[](Copy& c) { c.Remove("Thing", "delete_time"); }, "Service.UndeleteThing",
       "cannot be undeleted"},
      {[](Copy& c) {
         auto* method = c.service().add_method();
         *method = c.service().method(0);
         method->set_name("FetchThing");
       },
       "Service.FetchThing", "same request"},
      {[](Copy& c) {
         auto* field = c.Message("ListOthersRequest").add_field();
         *field = c.Field("GetThingRequest", "name");
         field->set_name("request_id");
         field->set_json_name("requestId");
         field->set_number(9);
       },
       "Service.ListOthers", "is not kept"},
  };
  for (const auto& c : cases) {
    Copy copy;
    c.spoil(copy);
    const absl::Status status = copy.Compile();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.element << "\n" << status;
    EXPECT_THAT(std::string(status.message()),
                testing::StartsWith(std::string("lotse.wrong.") + c.element + ": "));
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.what));
  }
}

TEST(SchemaTest, TakesFieldsOfTheServerThatARuleCarriesOver) {
  Copy copy;
  copy.Field("Part", "owner")
      .mutable_options()
      ->AddExtension(google::api::field_behavior, google::api::OUTPUT_ONLY);
  copy.Field("Thing", "part").mutable_options()->SetExtension(type::v1alpha::carried, true);
  EXPECT_TRUE(copy.Compile().ok()) << copy.Compile();
}

TEST(SchemaTest, SeesMarksFurtherIn) {
  const auto schema = *Schema::Compile({"lotse.schematest.Service"});
  const MessageRule& rule = *schema->KindOf(schematest::Thing::descriptor())->rule;
  EXPECT_TRUE(rule.has_personal && rule.has_reference);
  EXPECT_FALSE(rule.has_required || rule.has_output_only);
  EXPECT_FALSE(schema->KindOf(schematest::Other::descriptor())->rule->has_personal);
}

TEST(SchemaTest, KnowsNoServiceThatIsNotLinked) {
  const absl::Status status = Schema::Compile({"lotse.kerneltest.Nothing"}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("lotse.kerneltest.Nothing"));
}

class RightSchemaTest : public ::testing::Test {
 protected:
  RightSchemaTest() { schema_ = *Schema::Compile({kService}); }
  template <class M>
  const Kind& KindOf() {
    return *schema_->KindOf(M::descriptor());
  }
  template <class M>
  const Method& MethodOf() {
    return schema_->MethodOf(M::descriptor());
  }
  std::unique_ptr<Schema> schema_;
};

TEST_F(RightSchemaTest, FindsTheKinds) {
  EXPECT_EQ(schema_->kinds().size(), 4);
  const Kind& task = KindOf<kerneltest::Task>();
  EXPECT_EQ(task.type, "kerneltest.lotse/Task");
  EXPECT_EQ(task.singular, "task");
  EXPECT_THAT(task.patterns, ElementsAre("programmes/{project}/tasks/{task}"));
  EXPECT_THAT(task.delete_time, NotNull());
  EXPECT_TRUE(task.rule->has_required && task.rule->has_output_only && task.rule->has_personal &&
              task.rule->has_reference);
  std::vector<std::string> indexed;
  for (const FieldRule* rule : task.indexed) indexed.push_back(rule->field->name());
  EXPECT_THAT(indexed, ElementsAre("title", "state", "due_date", "external_ids", "create_time"));
  EXPECT_THAT(task.children, ElementsAre(&KindOf<kerneltest::Note>()));
  EXPECT_THAT(KindOf<kerneltest::Project>().children, ElementsAre(&task));
  EXPECT_THAT(KindOf<kerneltest::Town>().update_time, IsNull());
  EXPECT_FALSE(KindOf<kerneltest::Town>().rule->has_personal);
  EXPECT_THAT(KindOf<kerneltest::Note>().delete_time, IsNull());
  EXPECT_THAT(KindOf<kerneltest::Note>().children, testing::IsEmpty());
}

TEST_F(RightSchemaTest, FindsKindsByWhatIsGiven) {
  EXPECT_EQ(schema_->KindOfType("kerneltest.lotse/Task"), &KindOf<kerneltest::Task>());
  EXPECT_THAT(schema_->KindOfType("kerneltest.lotse/Elsewhere"), IsNull());
  EXPECT_THAT(schema_->KindOf(kerneltest::GetTaskRequest::descriptor()), IsNull());
  const struct {
    const char* name;
    const Kind* kind;
  } cases[] = {{"programmes/p", &KindOf<kerneltest::Project>()},
               {"programmes/p/tasks/t", &KindOf<kerneltest::Task>()},
               {"programmes/p/tasks/t/notes/n", &KindOf<kerneltest::Note>()},
               {"administrations/a", &KindOf<kerneltest::Town>()},
               {"programmes/-/tasks/t", nullptr},
               {"programmes/p/goals/t", nullptr},
               {"programmes/p/tasks", nullptr},
               {"programmes/P", nullptr},
               {"", nullptr}};
  for (const auto& c : cases) EXPECT_EQ(schema_->KindOfName(c.name), c.kind) << c.name;
}

TEST_F(RightSchemaTest, FindsTheMethods) {
  const struct {
    const Method& method;
    Verb verb;
    const Kind& kind;
  } cases[] = {
      {MethodOf<kerneltest::GetTaskRequest>(), Verb::kGet, KindOf<kerneltest::Task>()},
      {MethodOf<kerneltest::ListTasksRequest>(), Verb::kList, KindOf<kerneltest::Task>()},
      {MethodOf<kerneltest::ListProjectsRequest>(), Verb::kList, KindOf<kerneltest::Project>()},
      {MethodOf<kerneltest::CreateTaskRequest>(), Verb::kCreate, KindOf<kerneltest::Task>()},
      {MethodOf<kerneltest::UpdateTaskRequest>(), Verb::kUpdate, KindOf<kerneltest::Task>()},
      {MethodOf<kerneltest::DeleteTaskRequest>(), Verb::kDelete, KindOf<kerneltest::Task>()},
      {MethodOf<kerneltest::DeleteNoteRequest>(), Verb::kDelete, KindOf<kerneltest::Note>()},
      {MethodOf<kerneltest::UndeleteTaskRequest>(), Verb::kUndelete, KindOf<kerneltest::Task>()},
      {MethodOf<kerneltest::FinishTaskRequest>(), Verb::kCustom, KindOf<kerneltest::Task>()},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.method.verb, c.verb) << c.method.descriptor->full_name();
    EXPECT_EQ(c.method.kind, &c.kind) << c.method.descriptor->full_name();
  }
  const Method& update = MethodOf<kerneltest::UpdateTaskRequest>();
  EXPECT_THAT(update.resource, NotNull());
  EXPECT_THAT(update.update_mask, NotNull());
  EXPECT_THAT(update.reason, NotNull());
  EXPECT_THAT(update.name, IsNull());
  EXPECT_EQ(MethodOf<kerneltest::CreateTaskRequest>().id->name(), "task_id");
  EXPECT_THAT(MethodOf<kerneltest::ListProjectsRequest>().parent, IsNull());
}

}  // namespace
}  // namespace lotse::schema
