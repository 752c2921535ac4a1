#include "services/survey/exchange/xforms/xforms.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/exchange/xforms/xforms_testing.h"

// Small forms for each element and attribute. Each is also written and read again.

namespace lotse::survey::xforms {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::Instrument;

void ExpectRoundTrip(const Instrument& instrument) {
  const absl::StatusOr<std::string> written = WriteXforms(instrument);
  ASSERT_TRUE(written.ok()) << written.status();
  const ImportResult again = ReadForm(*written);
  google::protobuf::util::MessageDifferencer differencer;
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(instrument, again.instrument)) << difference << *written;
  EXPECT_THAT(Errors(again), IsEmpty());
  const absl::StatusOr<std::string> twice = WriteXforms(again.instrument);
  ASSERT_TRUE(twice.ok());
  EXPECT_EQ(*twice, *written);
}

struct Case {
  const char* instance;
  const char* model;
  const char* body;
  std::vector<std::string> outline;
  std::vector<std::string> warnings;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const std::string form = FormOf(c.instance, c.model, c.body);
    SCOPED_TRACE(form);
    const ImportResult result = ReadForm(form);
    EXPECT_THAT(Outline(result.instrument), ElementsAreArray(c.outline));
    EXPECT_THAT(Errors(result), IsEmpty());
    EXPECT_THAT(Warnings(result), ElementsAreArray(c.warnings));
    ExpectRoundTrip(result.instrument);
  }
}

TEST(Xforms, KindsFollowFromControlAndType) {
  std::vector<Case> cases;
  const struct {
    const char* type;
    const char* outline;
  } inputs[] = {
      {"string", "TEXT a text{und:A}"},     {"xsd:int", "INTEGER a text{und:A}"},
      {"decimal", "DECIMAL a text{und:A}"}, {"date", "DATE a text{und:A}"},
      {"time", "TIME a text{und:A}"},       {"dateTime", "DATE_TIME a text{und:A}"},
  };
  std::vector<std::string> models;
  for (const auto& input : inputs) {
    models.push_back(absl::StrCat("<bind nodeset='/data/a' type='", input.type, "'/>"));
  }
  for (std::size_t i = 0; i < models.size(); ++i) {
    cases.push_back({"<a/>",
                     models[i].c_str(),
                     "<input ref='/data/a'><label>A</label></input>",
                     {inputs[i].outline},
                     {}});
  }
  Check(cases);
  Check({
      {"<a/>",
       "<bind nodeset='/data/a' type='geopoint'/>",
       "<input ref='/data/a'><label>A</label></input>",
       {"TEXT a text{und:A} settings{type=geopoint}"},
       {"3 a The type `geopoint` is not known here; the question takes text, and the type is "
        "kept."}},
      {"<a/>",
       "<bind nodeset='/data/a' readonly='true()'/>",
       "<input ref='/data/a'><label>A</label></input>",
       {"NOTE a text{und:A}"},
       {}},
      {"<a/>",
       "<bind nodeset='/data/a' readonly='true()' calculate='1'/>",
       "<input ref='/data/a'><label>A</label></input>",
       {"TEXT a text{und:A} calculation{1} readonly{true()}"},
       {}},
      {"<a/>",
       "",
       "<trigger ref='/data/a'><label>A</label></trigger>",
       {"ACKNOWLEDGEMENT a text{und:A}"},
       {}},
      {"<a/>",
       "",
       "<upload ref='/data/a' mediatype='image/*'><label>A</label></upload>",
       {"FILE a text{und:A} types{image/jpeg,image/png} settings{mediatype=image/*}"},
       {}},
      {"<a/>",
       "",
       "<upload ref='/data/a' mediatype='model/*'><label>A</label></upload>",
       {"HIDDEN a"},
       {"4 a Files of the type `model/*` are not taken; the question is not asked, and its texts "
        "were left out. Give image/*, audio/*, video/*, application/pdf, text/plain or */*."}},
      {"<a/>",
       "<bind nodeset='/data/a' type='decimal'/>",
       "<range ref='/data/a' start='0' end='1' step='0.5'><label>A</label></range>",
       {"DECIMAL a text{und:A} scale{0-1/0.5}"},
       {}},
      {"<a/>",
       "<bind nodeset='/data/a' calculate='1 + 1' type='int'/>",
       "",
       {"CALCULATION a calculation{1 + 1} settings{type=int}"},
       {}},
      {"<a>x</a>", "", "", {"HIDDEN a initial{'x'}"}, {}},
      {"<a/>",
       "<bind nodeset='/data/a' jr:preload='timestamp' jr:preloadParams='start'/>",
       "",
       {"METADATA a records{START}"},
       {}},
      {"<a/>",
       "<bind nodeset='/data/a' jr:preload='property' jr:preloadParams='deviceID'/>",
       "",
       {"METADATA a records{DEVICE_ID}"},
       {}},
      {"<a/>",
       "<bind nodeset='/data/a' jr:preload='date' jr:preloadParams='today' type='date'/>",
       "<input ref='/data/a'><label>A</label></input>",
       {"DATE a text{und:A} initial{today()}"},
       {}},
  });
}

TEST(Xforms, ChoicesHaveItemsOrALists) {
  Check({
      {"<a/>",
       "",
       "<select1 ref='/data/a' appearance='likert'><label>A</label><item><label>Ja</label>"
       "<value>1</value></item><item><label>Nein</label><value>no</value></item></select1>",
       {"SINGLE_CHOICE a text{und:A} appearance{likert} option{1=und:Ja} option{no=und:Nein}"},
       {}},
      {"<a/><b/>",
       "<instance id='l'><root><item><name>x</name><label>X</label><up>1</up></item></root>"
       "</instance>",
       "<select ref='/data/a'><label>A</label><itemset nodeset=\"instance('l')/root/item"
       "[up = /data/b][name != '']\"><value ref='name'/><label ref='label'/></itemset></select>"
       "<odk:rank ref='/data/b'><label>B</label><itemset nodeset=\"randomize(instance('l')/root/"
       "item, 7)\"><value ref='name'/><label ref='label'/></itemset></odk:rank>",
       {"MULTIPLE_CHOICE a text{und:A} list{l} filter{(up = ${b}) and (name != '')}",
        "RANKING b text{und:B} list{l} random{7}"},
       {}},
      {"<a/>",
       "<instance id='l' src='jr://file-csv/orte.csv'/>",
       "<select1 ref='/data/a'><label>A</label><itemset nodeset=\"instance('l')/root/item\">"
       "<value ref='id'/><label ref='ort'/></itemset></select1>",
       {"SINGLE_CHOICE a text{und:A} list{l} settings{label=ort,value=id}"},
       {}},
  });
  const ImportResult lists = ReadForm(FormOf(
      "<a/>",
      "<instance id='my-list'><r><i><id>x</id><t>X</t><up>1</up></i><i><id>y</id><t>Y</t></i></r>"
      "</instance><instance id='f' src='jr://file/f.xml'/>",
      "<select1 ref='/data/a'><label>A</label><itemset nodeset=\"instance('my-list')/r/i\"><value "
      "ref='id'/><label ref='t'/></itemset></select1>"));
  ASSERT_EQ(lists.instrument.option_lists_size(), 2);
  EXPECT_EQ(lists.instrument.option_lists(0).code(), "my_list");
  EXPECT_EQ(InWords(lists.instrument.option_lists(0).options(0)), "x=und:X(id:x,up:1)");
  EXPECT_EQ(lists.instrument.option_lists(1).file(), "f.xml");
  ExpectRoundTrip(lists.instrument);
}

TEST(Xforms, BindsBecomeLogic) {
  Check({
      {"<a/><b/>",
       "<bind nodeset='/data/a' required='true()' jr:requiredMsg='fehlt' constraint='. &gt; 3' "
       "jr:constraintMsg='zu klein' orx:max-pixels='100'/><bind nodeset='b' "
       "relevant=\"/data/a='x'\" required='/data/a = 1' readonly='../a = 2'/>",
       "<input ref='/data/a'><label>A</label></input><input ref='b'><label>B</label></input>",
       {"TEXT a text{und:A} required required_message{und:fehlt} constraint{. > 3} "
        "message{und:zu klein} settings{max-pixels=100}",
        "TEXT b text{und:B} required{${a} = 1} relevant{${a} = 'x'} readonly{${a} = 2}"},
       {}},
      {"<a/>",
       "<bind id='x' nodeset='/data/a' type='int' jr:foo='1'/><bind nodeset='/data/c'/>",
       "<input bind='x'><label>A</label></input>",
       {"INTEGER a text{und:A}"},
       {"3 a The attribute `jr:foo` of <bind> was left out.",
        "3 A bind for `/data/c`, for which the instance has no node, was left out."}},
      {"<g><a/></g>",
       "<bind nodeset='/data/g' relevant='1' required='true()'/>",
       "<group ref='/data/g'><label>G</label><input ref='/data/g/a'><label>A</label></input>"
       "</group>",
       {"# g title{und:G} relevant{1}", "TEXT a text{und:A}"},
       {"3 g `required` was left out: a group has no answer."}},
  });
}

TEST(Xforms, ActionsGiveInitialValuesAndTriggers) {
  Check({
      {"<a/><b/><c>5</c>",
       "<bind nodeset='/data/c' type='int'/><setvalue event='odk-instance-first-load' "
       "ref='/data/a' value='now()'/>",
       "<input ref='/data/a'><label>A</label><setvalue event='xforms-value-changed' ref='/data/b' "
       "value='/data/a + 1'/></input><input ref='/data/c'><label>C</label></input>",
       {"TEXT a text{und:A} initial{now()}", "CALCULATION b calculation{${a} + 1} trigger{a}",
        "INTEGER c text{und:C} initial{5}"},
       {}},
      {"<p jr:template=''><a/><b/></p><p><a/><b/></p>",
       "",
       "<group ref='/data/p'><label>P</label><repeat nodeset='/data/p'><setvalue "
       "event='odk-instance-first-load odk-new-repeat' ref='/data/p/a' value='position(..)'/>"
       "<input ref='/data/p/a'><label>A</label></input><input ref='/data/p/b'><label>B</label>"
       "<setvalue event='xforms-value-changed' ref='/data/p/a'>neu</setvalue></input></repeat>"
       "</group>",
       {"REPEAT p text{und:P} [TEXT a text{und:A} calculation{'neu'} trigger{b} "
        "initial{position(..)}; TEXT b text{und:B}]"},
       {}},
      {"<a/>",
       "<odk:setgeopoint event='odk-instance-first-load' ref='/data/a'/>",
       "<input ref='/data/a'><label>A</label></input>",
       {"TEXT a text{und:A}"},
       {"3 The action <odk:setgeopoint> was left out; only setvalue is known."}},
  });
}

TEST(Xforms, GroupsAndRepeatsKeepTheTree) {
  Check({
      {"<a/><k/><g><b/><h><c/></h></g><z/>",
       "<bind nodeset='/data/k' calculate='1'/>",
       "<input ref='/data/a'><label>A</label></input><group ref='/data/g' "
       "appearance='field-list'><input ref='/data/g/b'><label>B</label></input><group "
       "ref='/data/g/h'><label>H</label><input ref='/data/g/h/c'><label>C</label></input></group>"
       "</group>",
       {"TEXT a text{und:A}", "CALCULATION k calculation{1}", "# g appearance{field-list}",
        "TEXT b text{und:B}", "GROUP h text{und:H} [TEXT c text{und:C}]", "HIDDEN z"},
       {}},
      {"<a/><b/><c/>",
       "",
       "<group appearance='field-list'><label>Seite</label><input ref='/data/a'><label>A</label>"
       "</input><input ref='/data/b'><label>B</label></input></group><input ref='/data/c'>"
       "<label>C</label></input>",
       {"#  title{und:Seite} appearance{field-list}", "TEXT a text{und:A}", "TEXT b text{und:B}",
        "TEXT c text{und:C}"},
       {}},
      {"<n/><p><a/><q><b/></q></p>",
       "<bind nodeset='/data/n' type='int'/>",
       "<input ref='/data/n'><label>N</label></input><group><label>P</label><repeat "
       "nodeset='/data/p' jr:count='/data/n' appearance='field-list'><input ref='a'>"
       "<label>A</label></input><repeat nodeset='q' jr:noAddRemove='true()'><input ref='b'>"
       "<label>B</label></input></repeat></repeat></group>",
       {"INTEGER n text{und:N}",
        "REPEAT p text{und:P} appearance{field-list} count{${n}} [TEXT a text{und:A}; REPEAT q "
        "count{1} [TEXT b text{und:B}]]"},
       {}},
      {"<b/><h/><a/>",
       "",
       "<input ref='/data/a'><label>A</label></input><input ref='/data/b'><label>B</label></input>",
       {"TEXT a text{und:A}", "TEXT b text{und:B}", "HIDDEN h"},
       {}},
      {"<p><a>1</a></p><p><a>2</a></p>",
       "",
       "<repeat nodeset='/data/p'><input ref='/data/p/a'><label>A</label></input></repeat>",
       {"REPEAT p [TEXT a text{und:A} initial{'1'}]"},
       {"2 The instances of /data/p/a begin with different values; those of the template, or else "
        "of the first instance, were taken over.",
        "4 p The form begins with 2 instances of /data/p; it was taken over as a repeat to which "
        "instances are added."}},
      {"<g><a/></g><h><a/></h>",
       "<bind nodeset='/data/h/a' relevant='/data/g/a = 1'/>",
       "<group ref='/data/g'><input ref='/data/g/a'><label>A</label></input></group><group "
       "ref='/data/h'><input ref='/data/h/a'><label>B</label></input></group>",
       {"# g", "TEXT a text{und:A}", "# h", "TEXT h_a text{und:B} relevant{${a} = 1}"},
       {}},
  });
}

TEST(Xforms, TextsComeInAllLanguagesAndForms) {
  constexpr char kItext[] =
      "<itext><translation lang='English'><text id='l'><value>How old is <output "
      "value=' /data/n '/>?</value><value form='image'>jr://images/a.png</value></text>"
      "<text id='h'><value>-</value><value form='guidance'>More</value></text></translation>"
      "<translation lang='Deutsch (de)' default='true()'><text id='l'><value form='long'>Wie alt "
      "ist\n   <output value=' /data/n '/>\n  ?</value><value form='short'>Alter</value><value "
      "form='image'>jr://images/a.png</value><value form='audio'>jr://audio/a.mp3</value></text>"
      "<text id='h'><value>Jahre</value><value form='guidance'>Mehr</value></text></translation>"
      "</itext>";
  Check({{"<n/><a/>",
          kItext,
          "<input ref='/data/n'><label>Name</label></input><input ref='/data/a'>"
          "<label ref=\"jr:itext('l')\"/><hint ref=\"jr:itext('h')\"/></input>",
          {"TEXT n text{de:Name}",
           "TEXT a text{de:Wie alt ist ${n} ?|en:How old is ${n}?} hint{de:Jahre} "
           "guidance{de:Mehr|en:More} media{1::a.png} media{3:de:a.mp3}"},
          {"0 Short forms of texts that were left out: 1."}}});
  Check({{"<a/>",
          "",
          "<input ref='/data/a'><label>Summe: <output value='/data/a + 1'/>, <output "
          "value=\"'x'\"/> <output value='/data/a+1'/></label></input>",
          {"CALCULATION a_text calculation{${a} + 1}",
           "TEXT a text{und:Summe: ${a_text}, x ${a_text}}"},
          {}}});
}

TEST(Xforms, TextsThatExpressionsReadBecomeAList) {
  constexpr char kModel[] =
      "<bind nodeset='/data/b' calculate=\"concat(jr:itext('hi'), /data/a, jr:itext('no'))\"/>"
      "<itext><translation lang='English'><text id='hi'><value>Hello</value></text></translation>"
      "<translation lang='Deutsch (de)' default='true()'><text id='hi'><value>Hallo</value></text>"
      "</translation></itext>";
  constexpr char kBody[] = "<input ref='/data/a'><label>A</label></input>";
  const ImportResult result = ReadForm(FormOf("<a/><b/>", kModel, kBody));
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Warnings(result), Contains(HasSubstr("There is no text `no` in <itext>")));
  EXPECT_THAT(Notes(result), Contains(HasSubstr("became the list `itext`")));
  EXPECT_THAT(Outline(result.instrument),
              Contains(HasSubstr("calculation{concat(instance('itext')/root/item[id = 'hi']/label, "
                                 "${a}, instance('itext')/root/item[id = 'no']/label)}")));
  ASSERT_EQ(result.instrument.option_lists_size(), 1);
  const v1alpha::OptionList& list = result.instrument.option_lists(0);
  EXPECT_EQ(list.code(), "itext");
  ASSERT_EQ(list.options_size(), 2);
  EXPECT_EQ(list.options(0).code(), "t1");
  EXPECT_EQ(list.options(0).columns().at("id"), "hi");
  EXPECT_EQ(InWords(list.options(0).label()), "de:Hallo|en:Hello");
  ExpectRoundTrip(result.instrument);
  EXPECT_THAT(Errors(ReadForm(FormOf(
                  "<a/><b/>",
                  absl::StrCat("<instance id='itext'><root><item><name>x</name></item></root>"
                               "</instance>",
                               kModel),
                  kBody))),
              ElementsAre(HasSubstr("give the instance another id")));
}

TEST(Xforms, MarkupIsRemovedAndLinesStay) {
  const ImportResult result = ReadForm(FormOf(
      "<a/><b/>", "",
      "<input ref='/data/a'><label>&lt;b&gt;Eins&lt;/b&gt;\n\n\n  &lt;br/&gt;Zwei  drei\n</label>"
      "</input><input ref='/data/b'><label>&lt;a\nhref='x'&gt;Vier&lt;/a&gt;, 1 &lt; 2</label>"
      "</input>"));
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre("TEXT a text{und:Eins\n\nZwei drei}", "TEXT b text{und:Vier, 1 < 2}"));
  EXPECT_THAT(Warnings(result), ElementsAre("0 Texts from which markup was removed: 2."));
}

TEST(Xforms, HeadAndMetaAreTakenOver) {
  const std::string form =
      "<h:html><h:head><h:title>Titel</h:title><model><instance><data id='f' version='3'><a/><meta>"
      "<audit/><instanceID/><instanceName/><entity/></meta></data></instance><bind "
      "nodeset='/data/meta/instanceName' calculate='concat(/data/a, 1)'/><bind "
      "nodeset='/data/meta/audit' type='binary' odk:track-changes='true'/><submission/></model>"
      "</h:head><h:body class='pages'><input ref='/data/a'><label>A</label></input></h:body>"
      "</h:html>";
  const ImportResult result = ReadForm(form);
  EXPECT_EQ(result.instrument.form_id(), "f");
  EXPECT_EQ(result.instrument.version(), "3");
  EXPECT_EQ(result.instrument.style(), "pages");
  EXPECT_EQ(result.instrument.response_title(), "concat(${a}, 1)");
  EXPECT_EQ(InWords(result.instrument.title()), "und:Titel");
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre("TEXT a text{und:A}",
                          "METADATA audit settings{track-changes=true} records{AUDIT}"));
  EXPECT_THAT(Warnings(result), ElementsAre("1 <submission> in <model> was left out.",
                                            "1 `entity` of /data/meta was left out."));
  EXPECT_THAT(Notes(result), ElementsAre(HasSubstr("`instanceID` was not taken over")));
  ExpectRoundTrip(result.instrument);
}

TEST(Xforms, ANameThatIsNoCodeIsChangedWithANote) {
  const ImportResult result = ReadForm(
      FormOf("<_a/><b-1/><c.d/>", "<bind nodeset='/data/c.d' relevant='/data/_a = /data/b-1'/>",
             "<input ref='/data/c.d'><label><output value='/data/_a'/></label></input>"));
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre("HIDDEN q_a", "HIDDEN b_1",
                          "TEXT c_d text{und:${q_a}} relevant{${q_a} = ${b_1}}"));
  EXPECT_THAT(Notes(result),
              ElementsAre("2 q_a The name `_a` of /data/_a cannot be a code; it became `q_a` here.",
                          HasSubstr("b_1"), HasSubstr("c_d")));
}

}  // namespace
}  // namespace lotse::survey::xforms
