import json, time, urllib.request, urllib.error, concurrent.futures as cf
from botocore.exceptions import ClientError
import http.client, urllib.parse

def run(cloud, machine, **inp):
    sfn = cloud.client("stepfunctions")
    arn = sfn.start_execution(stateMachineArn=cloud.outputs[machine], name=f"n{time.time_ns()}", input=json.dumps(inp))["executionArn"]
    for _ in range(1000):
        d = sfn.describe_execution(executionArn=arn)
        if d["status"] != "RUNNING": return d, sfn.get_execution_history(executionArn=arn)["events"]
        time.sleep(.005)

def http_(cloud, method, path, headers={}, body=None):
    u = urllib.parse.urlsplit(cloud.endpoint)
    c = http.client.HTTPConnection(u.hostname, u.port, timeout=20)
    c.request(method, f"/_aws/execute-api/{cloud.outputs['ApiId']}/api{path}", body, headers)
    r = c.getresponse(); b = r.read()
    return r.status, dict(r.getheaders()), b

def test_sfn(cloud):
    for do in ("raise","die","sleep","transact","exit"):
        t=time.time(); d,h = run(cloud,"Machine",do=do); print(do, d["status"], d.get("output"), [e["type"] for e in h][-3:], round(time.time()-t,2))
    for do in ("raise","die"):
        t=time.time(); d,h = run(cloud,"TokenMachine",do=do); print("token", do, d["status"], d.get("output"), round(time.time()-t,2), [e["type"] for e in h])
    t=time.time(); d,h = run(cloud,"TokenMachine",do="nothing"); print("token timeout", d["status"], d.get("output"), round(time.time()-t,2))
    sfn = cloud.client("stepfunctions")
    a = sfn.start_execution(stateMachineArn=cloud.outputs["Machine"], name="same", input="{\"do\":\"transact\"}")
    time.sleep(.5)
    for inp in ("{\"do\":\"transact\"}", "{\"do\":\"x\"}"):
        try: print("again finished", sfn.start_execution(stateMachineArn=cloud.outputs["Machine"], name="same", input=inp))
        except ClientError as e: print(e.response["Error"])
    a = sfn.start_execution(stateMachineArn=cloud.outputs["Machine"], name="same2", input="{\"do\":\"sleep\"}")
    for inp in ("{\"do\":\"sleep\"}", "{\"do\":\"x\"}"):
        try: print("again running", sfn.start_execution(stateMachineArn=cloud.outputs["Machine"], name="same2", input=inp)["executionArn"])
        except ClientError as e: print(e.response["Error"])
    try: sfn.send_task_success(taskToken="nope", output="{}")
    except ClientError as e: print(e.response["Error"])

def test_token(cloud):
    # handler returns the event to the log? use act echo: no; read token from history
    sfn = cloud.client("stepfunctions")
    arn = sfn.start_execution(stateMachineArn=cloud.outputs["TokenMachine"], name=f"n{time.time_ns()}", input='{"do":"none"}')["executionArn"]
    time.sleep(.2)
    ev = sfn.get_execution_history(executionArn=arn)["events"]; print([ (e["type"], {k:v for k,v in e.items() if k.endswith("Details")}) for e in ev])

def test_throttle(cloud):
    with cf.ThreadPoolExecutor(3) as ex:
        def f(_):
            try: return cloud.invoke("rare", do="sleep", seconds=.5)
            except ClientError as e: return e.response["Error"], e.response["ResponseMetadata"]["HTTPStatusCode"], e.response.get("Reason")
        for r in ex.map(f, range(3)): print(r)

def test_http(cloud):
    A={"Authorization":"Bearer good"}
    for args in [("GET","/open/x/y%2Fz/a%20b?q=1&q=2&r=%C3%A4"),("GET","/open/boom"),("GET","/none"),("DELETE","/closed/none/x"),("GET","/closed"),("GET","/closed",{"Authorization":"Bearer bad"}),("GET","/closed",{"Authorization":"Bearer denied"}),("GET","/closed",A),("POST","/closed",A,b"{}"),
        ("PUT","/closed/a%2Fb",A,b"{}"),("PUT","/closed/a%20b",A,b"{}"),("PUT","/closed/caf%C3%A9",A,b"\xff\xfe"),("GET","/closed/",A),("POST","/open/z",{"X-Two":"1"},b"a"*70000),("HEAD","/open/z"),("OPTIONS","/open/z"),("GET","/open//z"),("GET","/open/../closed"),("GET","/open/%2e%2e/closed"),("GET", "/closed", {"Authorization": "Bearer x y"})]:
        s,h,b = http_(cloud,*args); print(args[:3] , s, h.get("content-type") or h.get("Content-Type"), b[:420])
    print(open(cloud.logs/"authorizer.log").read().count("authorizing"))
    big = http_(cloud,"POST","/open/z",{},b"a"*(7<<20)); print(big[0], len(big[2]))

def test_ddb(cloud):
    d = cloud.client("dynamodb"); t = cloud.outputs["Table"]
    x = d.describe_table(TableName=t)["Table"]; print({k:x.get(k) for k in ("GlobalSecondaryIndexes","StreamSpecification","LatestStreamArn","BillingModeSummary")})
    print(d.describe_time_to_live(TableName=t)["TimeToLiveDescription"], d.describe_continuous_backups(TableName=t)["ContinuousBackupsDescription"])
    d.put_item(TableName=t, Item={"pk":{"S":"a"},"sk":{"S":"1"},"n":{"N":"1"}})
    try:
        d.transact_write_items(TransactItems=[
          {"Update":{"TableName":t,"Key":{"pk":{"S":"zz"},"sk":{"S":"1"}},"UpdateExpression":"SET n=:o","ExpressionAttributeValues":{":o":{"N":"1"}}}},
          {"Update":{"TableName":t,"Key":{"pk":{"S":"a"},"sk":{"S":"1"}},"UpdateExpression":"SET n=n-:o","ConditionExpression":"n > :o","ExpressionAttributeValues":{":o":{"N":"1"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}])
    except ClientError as e: print(e.response["Error"], e.response.get("CancellationReasons"))
    try: d.update_item(TableName=t,Key={"pk":{"S":"a"},"sk":{"S":"1"}},UpdateExpression="SET n=:o",ConditionExpression="n > :o",ExpressionAttributeValues={":o":{"N":"1"}},ReturnValuesOnConditionCheckFailure="ALL_OLD")
    except ClientError as e: print(e.response["Error"], e.response.get("Item"))
    print(cloud.client("secretsmanager").get_secret_value(SecretId=cloud.outputs["Secret"])["SecretString"])
